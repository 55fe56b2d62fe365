import type {
  Extractor,
  ExtractorRun,
  ExtractorStatistics,
  Instance,
  VersionComparison,
} from '@pawprint/protocol';
import type { BadgeContent } from '../../design/badge.tsx';
import { countOf, formatCount } from '../../design/count.ts';
import { formatDuration, formatRoughly } from '../../design/duration.ts';
import { shortId } from '../../design/short-id.tsx';
import { failsMoreText } from '../statistics/comparison-texts.ts';

type Recent = ExtractorStatistics['recent'];

/** "about 20 s to clear at the present rate". */
export const clearingText = (waiting: number, { ended_last_hour: ended, last_hour_ms: ms }: Recent) =>
  waiting === 0 || ended === 0
    ? undefined
    : `about ${formatRoughly((waiting * ms) / ended)} to clear at the present rate`;

export const usualWaitText = ({ usual_wait_ms: usual }: Recent): string | undefined =>
  usual === null ? undefined : `usual: under ${formatDuration(usual)} (p95)`;

export const failedText = ({ failed, jobs }: Recent): string | undefined =>
  jobs === 0 ? 'no job ended' : `${formatCount(failed)} of ${formatCount(jobs)}`;

/** How long the running job that started first has run. */
export const oldestText = ({ oldest_running_s: seconds }: Extractor): string | undefined =>
  seconds === null ? undefined : `oldest ${formatDuration(seconds * 1_000)}`;

interface Health {
  readonly extractor: Extractor;
  readonly instances: readonly Instance[] | undefined;
  readonly recent: Recent | undefined;
  readonly comparison: VersionComparison['comparison'] | undefined;
  readonly runs: readonly ExtractorRun[] | undefined;
  readonly now: number;
}

interface Problem {
  readonly badge: BadgeContent;
  readonly text: string;
}

/** What is most wrong with an extractor, in one sentence or two; null if nothing is. */
export const findProblem = (health: Health): Problem | null =>
  switchedOff(health) ??
  dispatchPaused(health) ??
  nothingAlive(health) ??
  instanceLate(health) ??
  failsMore(health) ??
  waitsLong(health);

/** Somebody has decided it, so it comes before what may be a consequence. */
const switchedOff = ({ extractor, now }: Health): Problem | null => {
  const { enabled, waits_for_approval: waits, switched, waiting } = extractor;
  if (enabled) return null;
  if (waits)
    return {
      badge: { label: 'New', icon: 'queued', tone: 'queued' },
      text: 'It gets no jobs until an operator approves it.',
    };
  const ago = switched === null ? '' : ` ${formatRoughly(Math.max(0, now - Date.parse(switched.at)))} ago`;
  const who = switched === null ? '' : ` by ${switched.by ?? 'an operator'}`;
  const held = waiting === 0 ? 'It gets no new jobs.' : waitingText(waiting, 'switched on');
  return {
    badge: { label: 'Off', icon: 'cancelled', tone: 'cancelled' },
    text: `Switched off${who}${ago}. ${held}`,
  };
};

const dispatchPaused = ({ extractor, now }: Health): Problem | null => {
  const { dispatch_paused: paused, waiting, queue } = extractor;
  if (paused === null) return null;
  const ago = formatRoughly(Math.max(0, now - Date.parse(paused.at)));
  const why = paused.reason === null ? '' : `: ${paused.reason}`;
  const ready = queue?.ready ?? 0;
  const inQueue =
    ready === 0
      ? ''
      : ` ${countOf(ready, 'message')} already in its RabbitMQ queue ${ready === 1 ? 'is' : 'are'} not held.`;
  return {
    badge: { label: 'Paused', icon: 'pause', tone: 'stalled' },
    text: `Dispatch paused by ${paused.by ?? 'an operator'} ${ago} ago${why}. ${waitingText(Math.max(0, waiting - ready), 'resumed')}${inQueue}`,
  };
};

const waitingText = (waiting: number, until: 'resumed' | 'switched on'): string => {
  if (waiting === 0) return `New jobs wait until it is ${until}.`;
  return `${countOf(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'} until it is ${until}.`;
};

const nothingAlive = ({ extractor }: Health): Problem | null => {
  const { instances, queue, waiting, last_seen_at: seen } = extractor;
  const isConsumed = queue !== null && queue.consumers > 0;
  if (instances.live + instances.late > 0 || isConsumed || (seen === null && waiting === 0)) return null;
  const badge = { label: 'Not running', icon: 'lost', tone: 'lost' } as const;
  const rest =
    waiting === 0 ? '' : ` ${countOf(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'} for one to start.`;
  return { badge, text: `No instance is running.${rest}` };
};

/** A heartbeat says that an instance lives, a report that its job moves: either can be late without the other. */
const instanceLate = ({ instances = [], runs = [], now }: Health): Problem | null => {
  const late = instances.find(({ status }) => status === 'late');
  if (late === undefined) return null;
  const ago = formatRoughly(now - Date.parse(late.last_seen_at));
  const heartbeat = `Instance ${shortId(late.id)} was last seen ${ago} ago; it reports every ${formatRoughly(late.interval_ms)}.`;
  const run = runs.find(({ attempts }) => {
    const last = attempts.at(-1);
    return last?.outcome === 'RUNNING' && last.instance_id === late.id;
  });
  const badge = { label: 'Late', icon: 'stalled', tone: 'stalled' } as const;
  if (run === undefined) return { badge, text: heartbeat };
  const silentMs = now - Date.parse(run.last_event_at);
  const isReporting = silentMs < late.interval_ms;
  const job = `Its job ${shortId(run.id)} ${isReporting ? 'still reports' : 'last reported'}`;
  return { badge, text: `${heartbeat} ${job}${isReporting ? '' : ` ${formatRoughly(silentMs)} ago`}.` };
};

const failsMore = ({ comparison }: Health): Problem | null => {
  const text = failsMoreText(comparison);
  return text === null ? null : { badge: { label: 'Failing', icon: 'failed', tone: 'failed' }, text };
};

/** A few seconds more than usual are not worth a sentence. */
const LONG_WAIT_MS = 60_000;

const waitsLong = ({ extractor: { oldest_waiting_s: waits }, recent }: Health): Problem | null => {
  const usual = recent?.usual_wait_ms ?? null;
  if (waits === null || usual === null || waits * 1_000 < Math.max(LONG_WAIT_MS, 2 * usual)) return null;
  return {
    badge: { label: 'Waiting', icon: 'queued', tone: 'queued' },
    text: `The oldest job has waited ${formatDuration(waits * 1_000)}; 95 % of the jobs of the last day started within ${formatDuration(usual)}.`,
  };
};
