import { formatDuration, formatRoughly } from '../design/duration.ts';
import { useNow } from '../design/use-now.ts';
import { isOver, type SeenJob, serverNow, timesAt } from './job-snapshot.ts';

const useTimes = (seen: SeenJob) => timesAt(seen, useNow(!isOver(seen.job)));

const tickClass = ({ job }: SeenJob): string | undefined => (job.state === 'RUNNING' ? 'tick' : undefined);

/** The whole time of a job; ticks until it is over. */
export const Elapsed = ({ seen }: { readonly seen: SeenJob }) => (
  <span className={tickClass(seen)}>{formatDuration(useTimes(seen).elapsedMs)}</span>
);

/** Wait · Run. What lay between and before is told on hover: it is in the elapsed time only. */
export const WaitAndRun = ({ seen }: { readonly seen: SeenJob }) => {
  const { waitMs, earlierMs, retryMs, runMs } = useTimes(seen);
  const others = earlierMs + retryMs > 0;
  const hint = others
    ? `Earlier attempts ${formatDuration(earlierMs)}, retry ${formatDuration(retryMs)}`
    : undefined;
  return (
    <span title={hint}>
      {formatDuration(waitMs)} ·{' '}
      {runMs === null ? '–' : <span className={tickClass(seen)}>{formatDuration(runMs)}</span>}
    </span>
  );
};

/** "last heard 1 s ago", of a job that is not over. */
export const LastHeard = ({ seen }: { readonly seen: SeenJob }) => {
  const silence = serverNow(seen, useNow()) - Date.parse(seen.job.last_event_at);
  return <>last heard {formatRoughly(Math.max(0, silence))} ago</>;
};
