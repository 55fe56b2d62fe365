import type { Job } from '@pawprint/protocol';
import { Time } from '../../../design/time.tsx';
import { Lineage } from './lineage.tsx';
import { Parameters } from './parameters.tsx';
import './side.css';

const Moment = ({ name, at }: { readonly name: string; readonly at: string | null }) =>
  at ? (
    <div>
      <dt>{name}</dt>
      <dd>
        <Time at={at} />
      </dd>
    </div>
  ) : null;

const Times = ({ job }: { readonly job: Job }) => (
  <section>
    <h2>Times</h2>
    <dl className="pl">
      <Moment name="submitted" at={job.submitted_at} />
      <Moment name="queued" at={job.queued_at} />
      <Moment name="first started" at={job.started_at} />
      <Moment name="last heard" at={job.last_event_at} />
      <Moment name="finished" at={job.finished_at} />
    </dl>
  </section>
);

export const SidePanel = ({ job }: { readonly job: Job }) => (
  <aside className="panel side" aria-label="About this job">
    <Parameters job={job} />
    <Lineage job={job} />
    <Times job={job} />
  </aside>
);
