import './side.css';
import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CopyButton } from '../../design/copy-button.tsx';
import { shortId } from '../../design/short-id.tsx';
import { Time } from '../../design/time.tsx';
import { jobQuery } from '../job-query.ts';
import { Lineage } from './lineage.tsx';

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

const Value = ({ parameter: { value, before } }: { readonly parameter: Parameter }) => (
  <>
    {before === undefined || before === null ? null : <del>{before}</del>}
    {value === null ? null : before === undefined ? value : <ins>{value}</ins>}
  </>
);

const Changes = ({ count, parent }: { readonly count: number; readonly parent: string }) => (
  <p className="dim changes">
    {count === 0 ? 'None' : count} changed from job{' '}
    <Link className="l id" to="/jobs/$id" params={{ id: parent }}>
      {shortId(parent)}
    </Link>
  </p>
);

const Parameters = ({ job }: { readonly job: Job }) => {
  const parent = useQuery({ ...jobQuery(job.resubmit_of ?? ''), enabled: job.resubmit_of !== null }).data;
  const parameters = parameterChanges(job.parameters, parent?.job.parameters);
  return (
    <section>
      <h2>
        Parameters <span className="count">{Object.keys(job.parameters).length}</span>
        {parameters.length > 0 ? (
          <CopyButton text={JSON.stringify(job.parameters, null, 2)} what="parameters" />
        ) : null}
      </h2>
      {parameters.length > 0 ? (
        <dl className="pl">
          {parameters.map((parameter) => (
            <div key={parameter.name}>
              <dt>{parameter.name}</dt>
              <dd>
                <Value parameter={parameter} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="dim">None were given.</p>
      )}
      {parent ? <Changes count={countChanges(parameters)} parent={parent.job.id} /> : null}
    </section>
  );
};

interface Parameter {
  readonly name: string;
  /** As JSON; null where it was taken away. */
  readonly value: string | null;
  /** As JSON, where the parent job had another one; null where it had none. Undefined where nothing changed. */
  readonly before?: string | null;
}

type Parameters = Readonly<Record<string, unknown>>;

const json = (parameters: Parameters, name: string): string | null =>
  Object.hasOwn(parameters, name) ? (JSON.stringify(parameters[name]) ?? null) : null;

/** A job's parameters, each with what it was in the job this one is a resubmit of, where that differs. */
const parameterChanges = (parameters: Parameters, parent: Parameters | undefined): Parameter[] => {
  const names = new Set([...Object.keys(parameters), ...Object.keys(parent ?? {})]);
  return [...names].map((name) => {
    const value = json(parameters, name);
    const before = parent ? json(parent, name) : value;
    return before === value ? { name, value } : { name, value, before };
  });
};

const countChanges = (parameters: readonly Parameter[]): number =>
  parameters.filter(({ before }) => before !== undefined).length;
