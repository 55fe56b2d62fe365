import { formatDuration } from '../../design/duration.ts';
import { useNow } from '../../design/use-now.ts';
import { isOver, type JobSnapshot, timesAt } from '../job-snapshot.ts';
import styles from './time-split.module.css';

/** A bar of how a job's time was spent. Its parts are said on hover; the sum stands beside it as Elapsed. */
export const TimeSplit = ({ snapshot }: { readonly snapshot: JobSnapshot }) => {
  const { waitMs, earlierMs, retryMs, runMs } = timesAt(snapshot, useNow(!isOver(snapshot.job)));
  const parts = [
    { part: 'wait', ms: waitMs },
    { part: 'earlier', ms: earlierMs + retryMs },
    { part: 'run', ms: runMs ?? 0 },
  ];
  const label = `Wait ${formatDuration(waitMs)}, earlier attempts and retry ${formatDuration(earlierMs + retryMs)}, run ${formatDuration(runMs ?? 0)}`;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- elements draw it, not a picture that has a file
    <span className={styles.split} role="img" aria-label={label} title={label}>
      {parts.map(({ part, ms }) =>
        ms > 0 ? <i key={part} data-part={part} style={{ flexGrow: ms }} /> : null,
      )}
    </span>
  );
};

/** What the colours of the bar mean. */
export const TimeSplitLegend = () => (
  <span className={styles.legend}>
    <span>
      <i data-part="wait" /> Wait
    </span>
    <span>
      <i data-part="earlier" /> Earlier attempts and retry
    </span>
    <span>
      <i data-part="run" /> Run
    </span>
  </span>
);
