import { formatDuration, formatRoughly } from '../design/duration.ts';
import { useNow } from '../design/use-now.ts';
import styles from './elapsed.module.css';
import { isOver, type JobSnapshot, serverNow, timesAt } from './job-snapshot.ts';

interface SnapshotProps {
  readonly snapshot: JobSnapshot;
}

/** How long a job has taken so far; it ticks until the job is over. */
export const Elapsed = ({ snapshot }: SnapshotProps) => (
  <span className={tickClass(snapshot)}>{formatDuration(useTimes(snapshot).elapsedMs)}</span>
);

/** Wait · Run. Earlier attempts and retries count in the elapsed time only; they are shown on hover. */
export const WaitAndRun = ({ snapshot }: SnapshotProps) => {
  const { waitMs, earlierMs, retryMs, runMs } = useTimes(snapshot);
  const hint = `Earlier attempts ${formatDuration(earlierMs)}, retry ${formatDuration(retryMs)}`;
  return (
    <span title={earlierMs + retryMs > 0 ? hint : undefined}>
      {formatDuration(waitMs)} ·{' '}
      {runMs === null ? '–' : <span className={tickClass(snapshot)}>{formatDuration(runMs)}</span>}
    </span>
  );
};

/** "last update 1 s ago", of a job that is not over. */
export const LastUpdate = ({ snapshot }: SnapshotProps) => {
  const silence = serverNow(snapshot, useNow()) - Date.parse(snapshot.job.last_event_at);
  return <>last update {formatRoughly(Math.max(0, silence))} ago</>;
};

const useTimes = (snapshot: JobSnapshot) => timesAt(snapshot, useNow(!isOver(snapshot.job)));

const tickClass = ({ job }: JobSnapshot): string | undefined =>
  job.state === 'RUNNING' ? styles.ticking : undefined;
