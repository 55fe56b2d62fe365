import { useQuery } from '@tanstack/react-query';
import { Icon } from '../design/icon.tsx';
import text from '../design/text.module.css';
import { useHasRight } from '../session/session.ts';
import styles from './broker-banner.module.css';
import { describeBrokerProblem } from './broker-problem.ts';
import { readinessQuery } from './readiness-query.ts';

/** To operators, on every page, for as long as the broker is away or takes no messages. */
export const BrokerBanner = () => {
  const isOperator = useHasRight('operate');
  const { data } = useQuery({ ...readinessQuery, enabled: isOperator });
  const problem = isOperator ? describeBrokerProblem(data?.checks['broker']) : null;
  return (
    <output className={styles.announcer}>
      {problem ? (
        <span className={styles.banner}>
          <Icon name="stalled" />
          <span>
            <b className={text.bold}>{problem.summary}.</b> Jobs wait and are not lost.{' '}
            {problem.detail ? <span className={text.dimmed}>{problem.detail}</span> : null}
          </span>
        </span>
      ) : null}
    </output>
  );
};
