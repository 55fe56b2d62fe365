import { useQuery } from '@tanstack/react-query';
import { DataTable, HeadCell } from '../../design/data-table.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel, PanelHead } from '../../design/panel.tsx';
import { Time } from '../../design/time.tsx';
import { versionsQuery } from '../extractor-queries.ts';

export const VersionsPanel = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(versionsQuery(name));
  return (
    <Panel aria-labelledby="versions-head">
      <PanelHead>
        <h2 id="versions-head">Versions</h2>
      </PanelHead>
      {!data && error ? (
        <ErrorPanel what="The versions could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="versions" rows={2} /> : null}
      {data ? (
        <DataTable>
          <thead>
            <tr>
              <HeadCell>Version</HeadCell>
              <HeadCell>First seen</HeadCell>
              <HeadCell>Last seen</HeadCell>
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
        </DataTable>
      ) : null}
    </Panel>
  );
};
