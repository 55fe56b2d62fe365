import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { shortId } from '../../design/short-id.tsx';
import { lookOfState } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { jobQuery } from '../job-query.ts';
import { byWhom } from '../job-text.ts';

/** Chains longer than this are followed from job to job. */
const MOST_ANCESTORS = 5;

const attempts = (count: number): string => `${count} attempt${count === 1 ? '' : 's'}`;

const StateIcon = ({ job }: { readonly job: Job }) => {
  const { icon, tone } = lookOfState(job.state);
  return (
    <span className={`st-${tone}`}>
      <Icon name={icon} />
    </span>
  );
};

const Step = ({
  job,
  children,
  note,
}: {
  readonly job: Job;
  readonly children: ReactNode;
  readonly note: string;
}) => (
  <li>
    <StateIcon job={job} />
    <span>{children}</span>
    <small>{note}</small>
  </li>
);

const Relative = ({ job }: { readonly job: Job }) => {
  const { word, tone } = lookOfState(job.state);
  return (
    <Step
      job={job}
      note={`${job.trigger} · ${attempts(job.attempt_count)} · ${formatDuration(job.elapsed_ms)}`}
    >
      <Link to="/jobs/$id" params={{ id: job.id }}>
        <span className="id">{shortId(job.id)}</span> <span className={`st st-${tone}`}>{word}</span>
      </Link>
    </Step>
  );
};

const ORIGINS: Partial<Record<Job['trigger'], string>> = {
  upload: 'Upload of',
  dataset: 'Change of',
  metadata: 'New metadata of',
  manual: 'Submitted by hand for',
};

/** What the first job of the chain came from. */
const Origin = ({ job }: { readonly job: Job }) => {
  const origin = ORIGINS[job.trigger];
  if (!origin) return null;
  const { who } = byWhom(job);
  return (
    <li>
      <Icon name={job.trigger === 'upload' ? 'upload' : 'play'} />
      <span>
        {origin} {job.cause?.name ?? job.resource.name}
      </span>
      <small>
        {job.submitted_by ? `${who} · ` : ''}
        <Time at={job.submitted_at} inWords />
      </small>
    </li>
  );
};

/** A job's ancestors, oldest first, and then the job. */
const Ancestors = ({ id, left }: { readonly id: string; readonly left: number }) => {
  const { data } = useQuery(jobQuery(id));
  if (!data) return null;
  const { job } = data;
  return (
    <>
      {job.resubmit_of && left > 0 ? (
        <Ancestors id={job.resubmit_of} left={left - 1} />
      ) : (
        <Origin job={job} />
      )}
      <Relative job={job} />
    </>
  );
};

const Descendant = ({ id }: { readonly id: string }) => {
  const { data } = useQuery(jobQuery(id));
  return data ? <Relative job={data.job} /> : null;
};

const ofWhom = (job: Job): string => {
  const { who, known } = byWhom(job);
  const asked = job.submitted_by && known ? ` by ${who}` : '';
  return job.resubmit_of ? `resubmit of ${shortId(job.resubmit_of)}${asked}` : `${job.trigger}${asked}`;
};

/** Where this job came from and what came after it, oldest first. */
export const Lineage = ({ job }: { readonly job: Job }) => (
  <section>
    <h2>Lineage</h2>
    <ol className="chain">
      {job.resubmit_of ? <Ancestors id={job.resubmit_of} left={MOST_ANCESTORS} /> : <Origin job={job} />}
      <Step job={job} note={ofWhom(job)}>
        <b>
          <span className="id">{shortId(job.id)}</span> This job
        </b>
      </Step>
      {job.resubmitted_as.map((id) => (
        <Descendant key={id} id={id} />
      ))}
    </ol>
  </section>
);
