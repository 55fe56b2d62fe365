import type { Extractor, Instance } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { countOf, formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { MoreFoot } from '../../design/paged-foot.tsx';
import { Panel, PanelFoot, PanelHead, PanelNote } from '../../design/panel.tsx';
import { ShortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { instancesQuery } from '../extractor-queries.ts';
import { InstanceStatus } from '../instance-status.tsx';
import { laneLabel } from './extractor-facts.tsx';

interface InstancesPanelProps {
  readonly extractor: Extractor;
  /** Beside other panels: only those seen last, with a link to all. */
  readonly brief?: boolean;
}

/** The extractor's processes. A heartbeat says that one is running, not that its job makes progress. */
export const InstancesPanel = ({ extractor: { name, queue }, brief = false }: InstancesPanelProps) => {
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
      {data?.length === 0 ? (
        <PanelNote>
          {queue && !queue.sends_heartbeats
            ? `It sends no heartbeats, so its instances are not known. Its queue ${queue.name}: ${queueState(queue)}.`
            : 'No instances yet.'}
        </PanelNote>
      ) : null}
      {data && data.length > 0 && !brief ? <InstanceTable instances={data} /> : null}
      {data && data.length > 0 && brief ? <LatestInstances instances={data} /> : null}
    </Panel>
  );
};

export const queueState = ({ ready, consumers }: NonNullable<Extractor['queue']>): string =>
  ready === null
    ? 'RabbitMQ has no such queue'
    : `${countOf(consumers, 'consumer')}, ${countOf(ready, 'message')} ready`;

/** So many rows at first, and with each "Show more". */
const PAGE = 50;

const InstanceTable = ({ instances }: { readonly instances: readonly Instance[] }) => {
  const [limit, setLimit] = useState(PAGE);
  return (
    <>
      <Rows instances={instances.slice(0, limit)} hasLane />
      <MoreFoot
        shown={limit}
        total={instances.length}
        noun="instance"
        onMore={() => setLimit(limit + PAGE)}
      />
    </>
  );
};

const FEW = 5;

/** A lane is shown only where all instances are: it is among the facts above. */
const LatestInstances = ({ instances }: { readonly instances: readonly Instance[] }) => (
  <>
    <Rows instances={instances.slice(0, FEW)} hasLane={false} />
    {instances.length > FEW ? (
      <PanelFoot>
        <Link
          className={text.link}
          to="."
          search={((before: object) => ({ ...before, tab: 'instances' })) as never}
          resetScroll={false}
        >
          All {formatCount(instances.length)} instances
        </Link>
      </PanelFoot>
    ) : null}
  </>
);

interface RowsProps {
  readonly instances: readonly Instance[];
  readonly hasLane: boolean;
}

const Rows = ({ instances, hasLane }: RowsProps) => (
  <DataTable stacked scrolls>
    <thead>
      <tr>
        {['Health', 'Instance', 'Version', ...(hasLane ? ['Lane'] : []), 'Last seen', 'Working on'].map(
          (head) => (
            <HeadCell key={head}>{head}</HeadCell>
          ),
        )}
      </tr>
    </thead>
    <tbody>
      {instances.map((instance) => (
        <Row key={instance.id} instance={instance} hasLane={hasLane} />
      ))}
    </tbody>
  </DataTable>
);

const Row = ({ instance, hasLane }: { readonly instance: Instance } & Pick<RowsProps, 'hasLane'>) => (
  <tr>
    <Cell>
      <InstanceStatus status={instance.status} />
    </Cell>
    <Cell>
      <ShortId id={instance.id} what="instance id" />
      {instance.host ? <span className={text.dimmed}> on {instance.host}</span> : null}
      {instance.clock ? <p className={text.dimmed}>{instance.clock.text}</p> : null}
    </Cell>
    <Cell head="Version">
      {instance.version}
      {instance.announces === 'in_effect' ? null : (
        <p className={text.dimmed}>
          {instance.announces === 'waiting' ? 'announces a change that waits' : 'announces a declined change'}
        </p>
      )}
    </Cell>
    {hasLane ? <Cell head="Lane">{laneLabel(instance.lane)}</Cell> : null}
    <Cell head="Last seen">
      <Time at={instance.last_seen_at} />
    </Cell>
    <Cell head="Working on">
      {instance.running > 0 ? countOf(instance.running, 'job') : <span className={text.dimmed}>nothing</span>}
    </Cell>
  </tr>
);
