import type { GridCell, GridJob } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { Badge } from '../../design/badge.tsx';
import { formatDuration } from '../../design/duration.ts';
import { badgeOfFlag, badgeOfState } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import styles from './grid-table.module.css';

/** What a cell shows: its job, which it opens; that the extractor was not run; or that it does not run on the file. */
export const CellContent = memo(({ cell }: { readonly cell: GridCell }) => {
  if (cell === null)
    return (
      <span className={text.dimmed}>
        <span aria-hidden="true">–</span>
        <span className={text.hidden}>does not apply</span>
      </span>
    );
  if (cell === 'not_run') return <span className={text.dimmed}>Not run</span>;
  return (
    <Link
      className={styles.job}
      to="/jobs/$id"
      params={{ id: cell.job_id }}
      tabIndex={-1}
      draggable={false}
      title={describeJob(cell)}
    >
      <JobState job={cell} />
      <Detail job={cell} />
    </Link>
  );
});

/** Done jobs, of which there are most, show their time beside the icon; all others the name of the state. */
const JobState = ({ job: { state, stalled, elapsed_ms: elapsedMs } }: { readonly job: GridJob }) => {
  const badge = stalled ? badgeOfFlag('stalled') : badgeOfState(state);
  if (state !== 'SUCCEEDED') return <Badge content={badge} />;
  return (
    <span className={styles.done}>
      <Badge content={badge} iconOnly />
      {formatDuration(elapsedMs)}
    </span>
  );
};

const Detail = ({ job: { state, progress, attempts } }: { readonly job: GridJob }) => {
  const detail =
    state === 'RUNNING' && progress !== null
      ? `${Math.round(progress * 100)}%`
      : attempts > 1
        ? `×${attempts}`
        : null;
  return detail === null ? null : <span className={styles.detail}>{detail}</span>;
};

const describeJob = ({ state, stalled, elapsed_ms: elapsedMs, attempts }: GridJob): string =>
  [
    badgeOfState(state).label,
    ...(stalled ? ['stalled'] : []),
    formatDuration(elapsedMs),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
  ].join(', ');
