import { useQuery } from '@tanstack/react-query';
import { Icon } from '../design/icon.tsx';
import { useIsAdmin } from '../session/use-is-admin.ts';
import { readinessQuery } from './broker-query.ts';
import { brokerNews } from './broker-words.ts';
import './broker-banner.css';

/** To operators, on every page: the broker is away or takes nothing. It goes by itself. */
export const BrokerBanner = () => {
  const isAdmin = useIsAdmin();
  const { data } = useQuery({ ...readinessQuery, enabled: isAdmin });
  const news = isAdmin ? brokerNews(data?.checks['broker']) : null;
  return (
    <output className="broker-news">
      {news ? (
        <span className="broker-banner">
          <Icon name="stalled" />
          <span>
            <b>{news.what}.</b> Jobs wait; none is lost.{' '}
            {news.why ? <span className="why">{news.why}</span> : null}
          </span>
        </span>
      ) : null}
    </output>
  );
};
