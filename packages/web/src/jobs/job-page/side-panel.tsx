import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { CopyButton } from '../../design/copy-button.tsx';
import { Panel } from '../../design/panel.tsx';
import { shortId } from '../../design/short-id.tsx';
import { CountTag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { jobQuery } from '../job-query.ts';
import { Lineage } from './lineage.tsx';
import styles from './side-panel.module.css';

const JobDetails = lazy(async () => ({ default: (await import('./job-details.tsx')).JobDetails }));

export const SidePanel = ({ job }: { readonly job: Job }) => (
  <aside aria-label="About this job">
    <Panel className={styles.panel}>
      <ParametersSection job={job} />
      <section>
        <h2>Lineage</h2>
        <Lineage job={job} />
      </section>
      <TimesSection job={job} />
      <Suspense fallback={null}>
        <JobDetails job={job} />
      </Suspense>
    </Panel>
  </aside>
);

const ParametersSection = ({ job }: { readonly job: Job }) => {
  const parent = useQuery({ ...jobQuery(job.resubmit_of ?? ''), enabled: job.resubmit_of !== null }).data;
  const parameters = compareParameters(job.parameters, parent?.job.parameters);
  return (
    <section>
      <h2>
        Parameters{' '}
        {parameters.length > 0 ? (
          <>
            <CountTag count={Object.keys(job.parameters).length} />
            <span className={styles.copy}>
              <CopyButton text={JSON.stringify(job.parameters, null, 2)} what="parameters" />
            </span>
          </>
        ) : null}
      </h2>
      {parameters.length > 0 ? (
        <dl className={styles.list}>
          {parameters.map((parameter) => (
            <div key={parameter.name}>
              <dt>{parameter.name}</dt>
              <dd>
                <ParameterValue parameter={parameter} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className={text.dimmed}>No parameters</p>
      )}
      {parent ? <ChangesNote parameters={parameters} parent={parent.job.id} /> : null}
    </section>
  );
};

interface Parameter {
  readonly name: string;
  /** As JSON; null if the parameter was removed. */
  readonly value: string | null;
  /** The parent job's value as JSON, null if it had none; undefined if nothing changed. */
  readonly before?: string | null;
}

type ParameterValues = Readonly<Record<string, unknown>>;

/** A job's parameters, each with its value in the job that was resubmitted if that differs. */
const compareParameters = (values: ParameterValues, parent: ParameterValues | undefined): Parameter[] => {
  const names = new Set([...Object.keys(values), ...Object.keys(parent ?? {})]);
  return [...names].map((name) => {
    const value = toJson(values, name);
    const before = parent ? toJson(parent, name) : value;
    return before === value ? { name, value } : { name, value, before };
  });
};

const toJson = (values: ParameterValues, name: string): string | null =>
  Object.hasOwn(values, name) ? (JSON.stringify(values[name]) ?? null) : null;

const ParameterValue = ({ parameter: { value, before } }: { readonly parameter: Parameter }) => (
  <>
    {before === undefined || before === null ? null : <del>{before}</del>}
    {value === null ? null : before === undefined ? value : <ins>{value}</ins>}
  </>
);

interface ChangesNoteProps {
  readonly parameters: readonly Parameter[];
  readonly parent: string;
}

const ChangesNote = ({ parameters, parent }: ChangesNoteProps) => {
  const count = parameters.filter(({ before }) => before !== undefined).length;
  return (
    <p className={styles.changes}>
      {count === 0 ? 'None' : count} changed from job{' '}
      <Link className={text.link} to="/jobs/$id" params={{ id: parent }}>
        <span className={text.identifier}>{shortId(parent)}</span>
      </Link>
    </p>
  );
};

const TimesSection = ({ job }: { readonly job: Job }) => {
  const times = [
    ['first started', job.started_at],
    ['last update', job.last_event_at],
    ['finished', job.finished_at],
  ] as const;
  return (
    <section>
      <h2>Times</h2>
      <dl className={styles.list}>
        {times.map(([name, at]) =>
          at ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Time at={at} />
              </dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
};
