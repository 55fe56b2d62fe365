import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { shortId } from '../../design/short-id.tsx';
import { badgeOfState } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { jobQuery } from '../job-query.ts';
import { countAttempts, submitterOf } from '../job-text.ts';
import styles from './lineage.module.css';

/** A longer chain is followed from job to job. */
const MOST_ANCESTORS = 5;

/** The jobs that led to this one, those it was resubmitted from and those it was resubmitted as, oldest first. */
export const Lineage = ({ job }: { readonly job: Job }) => (
  <ol className={styles.chain}>
    {job.resubmit_of ? (
      <Ancestors id={job.resubmit_of} left={MOST_ANCESTORS} comparedWith={job.id} />
    ) : (
      <Origin job={job} />
    )}
    <Step job={job} note={describeSubmission(job)}>
      <b>
        <span className={text.identifier}>{shortId(job.id)}</span> This job
      </b>
    </Step>
    {job.resubmitted_as.map((id) => (
      <Descendant key={id} id={id} comparedWith={job.id} />
    ))}
  </ol>
);

interface RelativesProps {
  readonly id: string;
  /** The job of the page. */
  readonly comparedWith: string;
}

/** The ancestors of a job, oldest first, and then the job. */
const Ancestors = ({ id, left, comparedWith }: RelativesProps & { readonly left: number }) => {
  const { data } = useQuery(jobQuery(id));
  if (!data) return null;
  const { job } = data;
  return (
    <>
      {job.resubmit_of && left > 0 ? (
        <Ancestors id={job.resubmit_of} left={left - 1} comparedWith={comparedWith} />
      ) : (
        <Origin job={job} />
      )}
      <Relative job={job} comparedWith={comparedWith} />
    </>
  );
};

const Descendant = ({ id, comparedWith }: RelativesProps) => {
  const { data } = useQuery(jobQuery(id));
  return data ? <Relative job={data.job} comparedWith={comparedWith} /> : null;
};

const ORIGINS: Partial<Record<Job['trigger'], string>> = {
  upload: 'Upload of',
  dataset: 'Change of',
  metadata: 'New metadata of',
  manual: 'Submitted by hand for',
};

/** The jobs that set each other off until this one, or what the first job of the lineage was submitted for. */
const Origin = ({ job }: { readonly job: Job }) =>
  job.chain.length > 0 ? <Chain job={job} /> : <FirstCause job={job} />;

const Chain = ({ job: { chain } }: { readonly job: Job }) =>
  chain.map(({ job_id: id, extractor }, depth) => (
    <li key={id}>
      <Icon name="play" />
      <span>
        <Link to="/jobs/$id" params={{ id }}>
          <span className={text.identifier}>{shortId(id)}</span> {extractor}
        </Link>
      </span>
      <small>
        {depth === chain.length - 1 ? 'its output triggered the next job' : 'triggered the next job'}
      </small>
    </li>
  ));

const FirstCause = ({ job }: { readonly job: Job }) => {
  const origin = ORIGINS[job.trigger];
  if (!origin) return null;
  return (
    <li>
      <Icon name={job.trigger === 'upload' ? 'upload' : 'play'} />
      <span>
        {origin} {job.cause?.name ?? job.resource.name}
      </span>
      <small>
        {job.submitted_by ? `${job.submitted_by.name} · ` : ''}
        <Time at={job.submitted_at} inSentence />
      </small>
    </li>
  );
};

const Relative = ({ job, comparedWith }: { readonly job: Job; readonly comparedWith: string }) => {
  const { label, tone } = badgeOfState(job.state);
  // The older one stands on the left.
  const [left, right] = [job.id, comparedWith].toSorted();
  const note = `${job.trigger} · ${countAttempts(job.attempt_count)} · ${formatDuration(job.elapsed_ms)}`;
  return (
    <Step job={job} note={note}>
      <Link to="/jobs/$id" params={{ id: job.id }}>
        <span className={text.identifier}>{shortId(job.id)}</span>{' '}
        <span className={clsx(styles.state, text.toned)} data-tone={tone}>
          {label}
        </span>
      </Link>{' '}
      <Link className={text.link} to="/jobs/compare" search={{ left, right }}>
        Compare
      </Link>
    </Step>
  );
};

interface StepProps {
  readonly job: Job;
  readonly note: string;
  readonly children: ReactNode;
}

const Step = ({ job, note, children }: StepProps) => {
  const { icon, tone } = badgeOfState(job.state);
  return (
    <li>
      <span className={text.toned} data-tone={tone}>
        <Icon name={icon} />
      </span>
      <span>{children}</span>
      <small>{note}</small>
    </li>
  );
};

const describeSubmission = (job: Job): string => {
  const { name, known } = submitterOf(job);
  const by = job.submitted_by && known ? ` by ${name}` : '';
  return job.resubmit_of ? `resubmit of ${shortId(job.resubmit_of)}${by}` : `${job.trigger}${by}`;
};
