import type { Instance } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { countOf } from '../../design/count.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { ShortId } from '../../design/short-id.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Mark } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { instancesQuery } from '../extractor-queries.ts';
import { lookOfInstance } from '../instance-look.ts';
import { wordOfLane } from './extractor-words.ts';

const Row = ({ instance }: { readonly instance: Instance }) => (
  <tr>
    <td>
      <Mark look={lookOfInstance(instance.status)} />
    </td>
    <td>
      <ShortId id={instance.id} what="instance id" />
      {instance.host ? <span className="dim"> on {instance.host}</span> : null}
    </td>
    <td data-head="Version">{instance.version}</td>
    <td data-head="Lane">{wordOfLane(instance.lane)}</td>
    <td data-head="Last seen">
      <Time at={instance.last_seen_at} />
    </td>
    <td data-head="Working on">
      {instance.running > 0 ? countOf(instance.running, 'job') : <span className="dim">nothing</span>}
    </td>
  </tr>
);

const Table = ({ instances }: { readonly instances: readonly Instance[] }) => (
  <div className="scrolled">
    <table className="t stacks instance-table">
      <thead>
        <tr>
          {['Health', 'Instance', 'Version', 'Lane', 'Last seen', 'Working on'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {instances.map((instance) => (
          <Row key={instance.id} instance={instance} />
        ))}
      </tbody>
    </table>
  </div>
);

/** Its processes. A heartbeat says that one lives, not that a job moves. */
export const InstancesPanel = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(instancesQuery(name));
  return (
    <section className="panel" aria-labelledby="instances-head">
      <div className="ph">
        <h2 id="instances-head">Instances</h2>
      </div>
      {!data && error ? (
        <ErrorPanel what="The instances could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <Skeleton what="instances" rows={2} /> : null}
      {data?.length === 0 ? <p className="panel-note">No process of it has been heard yet.</p> : null}
      {data && data.length > 0 ? <Table instances={data} /> : null}
    </section>
  );
};
