import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countOf } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { extractorsQuery } from '../extractor-queries.ts';
import { ExtractorTable } from './extractor-table.tsx';
import { matchingExtractors } from './matching-extractors.ts';
import '../extractors.css';

const NothingYet = () => (
  <EmptyState icon="flask" title="No extractor has been heard yet">
    An extractor comes here by itself: over RabbitMQ with its first heartbeat, over HTTP when it registers, as
    everything made with the SDK does when it starts.
  </EmptyState>
);

const NothingFound = ({ q }: { readonly q: string }) => (
  <EmptyState
    icon="search"
    title="No extractor matches"
    action={
      <Link className="l" to="/extractors">
        Show all extractors
      </Link>
    }
  >
    “{q}” is in no name, description or author. Try fewer letters.
  </EmptyState>
);

export const ExtractorList = ({ q }: { readonly q: string }) => {
  const { data, error, refetch } = useQuery(extractorsQuery);
  const matching = matchingExtractors(data ?? [], q);
  return (
    <section className="panel" aria-label="Extractors">
      {!data && !error ? <Skeleton what="extractors" height={44} /> : null}
      {!data && error ? (
        <ErrorPanel what="The extractors could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.length === 0 ? <NothingYet /> : null}
      {data && data.length > 0 && matching.length === 0 ? <NothingFound q={q} /> : null}
      {data && matching.length > 0 ? (
        <>
          <ExtractorTable extractors={matching} />
          <div className="more">
            {q
              ? `${matching.length} of ${countOf(data.length, 'extractor')}`
              : countOf(data.length, 'extractor')}
          </div>
        </>
      ) : null}
    </section>
  );
};
