import type { Instance } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { countOf } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { ShortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { instancesQuery } from '../extractor-queries.ts';
import { InstanceStatus } from '../instance-status.tsx';
import { laneLabel } from './extractor-facts.tsx';

/** The extractor's processes. A heartbeat says that one is running, not that its job makes progress. */
export const InstancesPanel = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(instancesQuery(name));
  return (
    <Panel aria-labelledby="instances-head">
      <PanelHead>
        <h2 id="instances-head">Instances</h2>
      </PanelHead>
      {!data && error ? (
        <ErrorPanel what="The instances could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="instances" rows={2} /> : null}
      {data?.length === 0 ? <PanelNote>No instance of it has reported yet.</PanelNote> : null}
      {data && data.length > 0 ? <InstanceTable instances={data} /> : null}
    </Panel>
  );
};

const InstanceTable = ({ instances }: { readonly instances: readonly Instance[] }) => (
  <DataTable stacked scrolls>
    <thead>
      <tr>
        {['Health', 'Instance', 'Version', 'Lane', 'Last seen', 'Working on'].map((head) => (
          <HeadCell key={head}>{head}</HeadCell>
        ))}
      </tr>
    </thead>
    <tbody>
      {instances.map((instance) => (
        <Row key={instance.id} instance={instance} />
      ))}
    </tbody>
  </DataTable>
);

const Row = ({ instance }: { readonly instance: Instance }) => (
  <tr>
    <Cell>
      <InstanceStatus status={instance.status} />
    </Cell>
    <Cell>
      <ShortId id={instance.id} what="instance id" />
      {instance.host ? <span className={text.dimmed}> on {instance.host}</span> : null}
    </Cell>
    <Cell head="Version">{instance.version}</Cell>
    <Cell head="Lane">{laneLabel(instance.lane)}</Cell>
    <Cell head="Last seen">
      <Time at={instance.last_seen_at} />
    </Cell>
    <Cell head="Working on">
      {instance.running > 0 ? countOf(instance.running, 'job') : <span className={text.dimmed}>nothing</span>}
    </Cell>
  </tr>
);
