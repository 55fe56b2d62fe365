import { useQuery } from '@tanstack/react-query';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { versionsQuery } from '../extractor-queries.ts';

export const VersionsPanel = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(versionsQuery(name));
  return (
    <section className="panel" aria-labelledby="versions-head">
      <div className="ph">
        <h2 id="versions-head">Versions</h2>
      </div>
      {!data && error ? (
        <ErrorPanel what="The versions could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <Skeleton what="versions" rows={2} /> : null}
      {data ? (
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">First seen</th>
              <th scope="col">Last seen</th>
            </tr>
          </thead>
          <tbody>
            {data.map((version) => (
              <tr key={version.version}>
                <td>{version.version}</td>
                <td>
                  <Time at={version.first_seen_at} inWords />
                </td>
                <td>
                  <Time at={version.last_seen_at} inWords />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
};
