import type { LatestJob } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { lookOfState } from '../../design/state.tsx';

const MOST_DOTS = 8;

const DONE: readonly LatestJob['state'][] = ['SUCCEEDED', 'FAILED'];

const sentence = ({ extractor, state, elapsed_ms }: LatestJob): string =>
  [
    `${extractor}: ${lookOfState(state).word}`,
    ...(DONE.includes(state) ? [formatDuration(elapsed_ms)] : []),
  ].join(', ');

const Dot = ({ job }: { readonly job: LatestJob }) => {
  const { icon, tone } = lookOfState(job.state);
  return (
    <Link
      className={`dot st-${tone}`}
      to="/jobs/$id"
      params={{ id: job.job_id }}
      title={sentence(job)}
      aria-label={sentence(job)}
    >
      <Icon name={icon} />
    </Link>
  );
};

/** The latest job of each extractor, always in the order of their names, so that a column of rows can be compared. */
export const StateDots = ({ jobs }: { readonly jobs: readonly LatestJob[] }) => {
  const sorted = jobs.toSorted((one, other) => (one.extractor < other.extractor ? -1 : 1));
  return (
    <span className="dots">
      {sorted.slice(0, MOST_DOTS).map((job) => (
        <Dot key={job.extractor} job={job} />
      ))}
      {sorted.length > MOST_DOTS ? <span className="dim">+{sorted.length - MOST_DOTS}</span> : null}
    </span>
  );
};
