import { type Instant, isTerminal, type JobProgress, openAttempt, type Reason } from '../job/job.ts';
import { TIMED_OUT } from '../job/started-again.ts';
import { attemptsWithoutEnd, silenceFacts, type UsualGap } from '../policies/silence-policy.ts';
import { estimateWait, type RunTimes } from './estimate-wait.ts';
import type { PositionFacts } from './reason-facts.ts';
import { reasonOf } from './reason-texts.ts';

/** What is known of an extractor that jobs wait for. */
export interface ExtractorFacts {
  readonly extractor: string;
  readonly enabled: boolean;
  /** It is new, and no operator has decided on it. */
  readonly waitsForApproval: boolean;
  /** Who switched it off, and when; null where nobody did. */
  readonly disabled: { readonly by: string | null; readonly at: Instant } | null;
  /** Who paused the dispatch of jobs to it, when, and the reason they gave; null while jobs are dispatched. */
  readonly paused: {
    readonly by: string | null;
    readonly at: Instant;
    readonly reason: string | null;
  } | null;
  /** Its queue on RabbitMQ; null if it takes jobs over HTTP only. */
  readonly queue: string | null;
  readonly queueIsMissing: boolean;
  /** Consumers of its queue, as the broker counts them; null if that was not asked. */
  readonly consumers: number | null;
  readonly instancesAlive: number;
  readonly instancesLate: number;
  readonly instanceSeenAt: Instant | null;
  readonly running: number;
  /** Since when the next job in line waits; null if none waits. */
  readonly nextWaitsSince: Instant | null;
  readonly usualGap: UsualGap | null;
  readonly runTimes: readonly RunTimes[];
}

/** Where a job waits, of those that wait for the same extractor. */
export interface LineFacts {
  /** How many start before it; null if that is unknown. */
  readonly ahead: number | null;
  /** There may be more ahead. */
  readonly aheadIsLeast: boolean;
  /** By the size of their resource, as in `RunTimes`. */
  readonly aheadBySize: readonly number[];
  /** It is not handed out before then. */
  readonly availableAt: Instant;
}

export interface BrokerState {
  /** `unheard`: it is connected, but reports of extractors do not reach the server. */
  readonly state: 'connected' | 'away' | 'blocked' | 'unheard';
  readonly detail: string;
}

/** What explains a job besides the job itself. */
export interface Circumstances {
  readonly lane: 'http' | 'rabbitmq' | null;
  /** Null if it is not known, or not needed: the job runs as usual, or is over. */
  readonly extractor: ExtractorFacts | null;
  /** Null unless the job waits. */
  readonly line: LineFacts | null;
  /** Null where no broker is configured. */
  readonly broker: BrokerState | null;
  readonly maxAttempts: number;
}

/**
 * Why a job is where it is: what stops it, else where it stands in line, else how its attempt is doing. Present for every
 * job that is not over; one that is over keeps the reason that an event gave. Never throws.
 */
export const explainJob = (job: JobProgress, circumstances: Circumstances, now: Instant): Reason | null => {
  if (isTerminal(job.state)) return job.reason;
  const reason =
    job.state === 'RUNNING'
      ? (explainReception(circumstances) ?? explainRunning(job, circumstances.extractor, now))
      : explainWaiting(job, circumstances, now);
  // An event that was stored without a message leaves the code to speak.
  return reason.text.trim() === '' ? { ...reason, text: reason.code.replaceAll('_', ' ') } : reason;
};

/** What the server has not received of a job in RabbitMQ's lane is its own fault, not the extractor's. */
const explainReception = ({ lane, broker }: Circumstances): Reason | undefined =>
  lane === 'rabbitmq' && broker?.state === 'unheard'
    ? reasonOf('reports_not_received', { detail: broker.detail })
    : undefined;

const explainRunning = (job: JobProgress, extractor: ExtractorFacts | null, now: Instant): Reason => {
  const attempt = job.attempts.length;
  if (job.flags.has('cancel_requested') && job.cancel !== null) {
    const { requestedAt } = job.cancel;
    return reasonOf('cancelling', { requestedAt, requestedMs: Math.max(0, now - requestedAt) });
  }
  if (job.flags.has('stalled')) return explainSilence(job, extractor, now);
  if (job.reason?.code === 'revived') return job.reason;
  const before = job.attempts.at(-2);
  if (before?.outcome === 'LOST' && before.reason === TIMED_OUT)
    return reasonOf('acknowledgement_timeout', { attempt, lostAttempt: before.number });
  if (before?.outcome === 'LOST')
    return reasonOf('redelivered', {
      attempt,
      lostAttempts: attemptsWithoutEnd(job.attempts),
      ambiguous: job.flags.has('ambiguous'),
    });
  if (job.flags.has('reopened')) return reasonOf('reopened', { attempt });
  return reasonOf('running', { attempt, instance: openAttempt(job)?.instanceId ?? null });
};

const explainSilence = (job: JobProgress, extractor: ExtractorFacts | null, now: Instant): Reason => {
  const limitMs = Number(job.reason?.facts['limitMs'] ?? 0);
  const numbers = extractor ?? { usualGap: null, instancesAlive: 0, instanceSeenAt: null };
  return reasonOf('silent', silenceFacts({ ...numbers, lastEventAt: job.lastEventAt }, limitMs, now));
};

const explainWaiting = (job: JobProgress, circumstances: Circumstances, now: Instant): Reason =>
  explainReception(circumstances) ??
  findObstacle(job, circumstances, now) ??
  explainTurn(job, circumstances, now);

/** What keeps a job from being taken at all; undefined if nothing does. The one that has to go first comes first. */
const findObstacle = (
  job: JobProgress,
  { lane, extractor, line, broker, maxAttempts }: Circumstances,
  now: Instant,
): Reason | undefined => {
  if (extractor === null) return undefined;
  if (!extractor.enabled) return explainDisabled(extractor, now);
  const isHeld = lane !== 'rabbitmq';
  if (isHeld && extractor.paused !== null) return explainPaused(extractor.extractor, extractor.paused, now);
  const dueMs = line === null ? 0 : line.availableAt - now;
  if (dueMs > 0) return reasonOf('retry_delayed', { ...retryFacts(job, lane, maxAttempts), dueMs });
  return (
    (extractor.queue === null ? undefined : explainBroker(job, extractor.queue, extractor, broker, isHeld)) ??
    explainInstances(extractor, now)
  );
};

/**
 * Why nobody starts the jobs that wait for an extractor, or why no more are dispatched; null where neither is so, where
 * it is switched off, or where the broker was not asked lately.
 */
export const explainUnattended = (extractor: ExtractorFacts, now: Instant): Reason | null => {
  const { enabled, paused, queue, queueIsMissing, consumers } = extractor;
  if (!enabled) return null;
  if (paused !== null) return explainPaused(extractor.extractor, paused, now);
  if (queue !== null && queueIsMissing) return reasonOf('queue_missing', { queue });
  if (queue !== null && consumers === null) return null;
  const reason = explainInstances(extractor, now);
  return reason === undefined || reason.code === 'instances_late' ? null : reason;
};

const explainDisabled = ({ extractor, waitsForApproval, disabled }: ExtractorFacts, now: Instant): Reason =>
  waitsForApproval || disabled === null
    ? reasonOf('extractor_not_enabled', { extractor })
    : reasonOf('extractor_disabled', {
        extractor,
        by: disabled.by,
        disabledAt: disabled.at,
        disabledMs: Math.max(0, now - disabled.at),
      });

const explainPaused = (
  extractor: string,
  { by, at, reason }: NonNullable<ExtractorFacts['paused']>,
  now: Instant,
): Reason =>
  reasonOf('dispatch_paused', {
    extractor,
    by,
    pausedAt: at,
    pausedMs: Math.max(0, now - at),
    detail: reason,
  });

/** A broker that takes no messages still delivers those it has. */
const explainBroker = (
  job: JobProgress,
  queue: string,
  { queueIsMissing }: ExtractorFacts,
  broker: BrokerState | null,
  isHeld: boolean,
): Reason | undefined => {
  if (broker?.state === 'away') return reasonOf('broker_away', { detail: broker.detail });
  if (!isHeld) return undefined;
  if (broker?.state === 'blocked') return reasonOf('broker_blocked', { detail: broker.detail });
  if (queueIsMissing) return reasonOf('queue_missing', { queue });
  const isDispatch = job.reason !== null && DISPATCH_CODES.includes(job.reason.code);
  return isDispatch ? (job.reason ?? undefined) : undefined;
};

const DISPATCH_CODES: readonly string[] = ['queue_missing', 'message_vanished', 'dispatch_failed'];

/** A job is taken within seconds where an instance is free. */
const TAKEN_WITHIN_MS = 60_000;
/** The broker was asked shortly before, and counted no consumer. */
const CONSUMED_WITHIN_MS = 10_000;

const explainInstances = (facts: ExtractorFacts, now: Instant): Reason | undefined => {
  const { extractor, consumers, instancesAlive, instancesLate, instanceSeenAt, running } = facts;
  if (instancesAlive === 0 && (consumers ?? 0) > 0) return undefined;
  if (instancesAlive === 0 && instanceSeenAt === null) return reasonOf('no_instance_seen', { extractor });
  if (instancesAlive === 0 && instanceSeenAt !== null) {
    const instanceUnseenMs = Math.max(0, now - instanceSeenAt);
    return instancesLate > 0
      ? reasonOf('instances_late', { extractor, instancesLate, instanceUnseenMs })
      : reasonOf('no_instance_alive', { extractor, instanceSeenAt, instanceUnseenMs });
  }
  const idleMs = facts.nextWaitsSince === null ? null : Math.max(0, now - facts.nextWaitsSince);
  const isDeaf = (idleMs ?? 0) > (consumers === 0 ? CONSUMED_WITHIN_MS : TAKEN_WITHIN_MS);
  return isDeaf && running === 0
    ? reasonOf('not_consuming', { extractor, instancesAlive, consumers, idleMs })
    : undefined;
};

const explainTurn = (
  job: JobProgress,
  { lane, extractor, line, maxAttempts }: Circumstances,
  now: Instant,
): Reason => {
  const position = positionFacts(extractor, line);
  const { code, facts, text } = job.reason ?? { code: null, facts: {}, text: '' };
  if (code === 'message_sent_again') {
    const sentAt = Number(facts['sentAt'] ?? job.lastEventAt);
    return reasonOf('message_sent_again', { ...position, sentAt, sentMs: Math.max(0, now - sentAt) });
  }
  if (job.reason?.code === 'taken_back') return job.reason;
  if (job.state === 'RESUBMITTED')
    return reasonOf('retry_in_line', { ...retryFacts(job, lane, maxAttempts), ...position });
  if (code === 'attempt_lost')
    return reasonOf('attempt_lost', { ...position, attempt: job.attempts.length, detail: text });
  return reasonOf('in_line', position);
};

const positionFacts = (extractor: ExtractorFacts | null, line: LineFacts | null): PositionFacts => {
  const estimate =
    extractor === null || line === null || line.ahead === null || line.aheadIsLeast
      ? null
      : estimateWait(
          {
            waitingBySize: line.aheadBySize,
            running: extractor.running,
            instancesAlive: Math.max(extractor.instancesAlive, extractor.consumers ?? 0),
          },
          extractor.runTimes,
        );
  return {
    extractor: extractor?.extractor ?? 'its extractor',
    ahead: line?.ahead ?? null,
    aheadIsLeast: line?.aheadIsLeast ?? false,
    instancesAlive: extractor?.instancesAlive ?? 0,
    consumers: extractor?.consumers ?? null,
    estimateLowMs: estimate === null ? null : Math.round(estimate.lowMs),
    estimateHighMs: estimate === null ? null : Math.round(estimate.highMs),
  };
};

/** pyClowder puts a message back ten times, whatever it was configured to. */
const PYCLOWDER_RETRIES = 10;

const retryFacts = ({ attempts, error }: JobProgress, lane: Circumstances['lane'], maxAttempts: number) => ({
  retry:
    lane === 'rabbitmq'
      ? Math.max(1, attempts.filter(({ outcome }) => outcome === 'RESUBMITTED').length)
      : Math.max(1, attempts.length),
  retries: lane === 'rabbitmq' ? PYCLOWDER_RETRIES : Math.max(1, maxAttempts - 1),
  error: error === null ? null : firstLine(error.message),
});

const LONGEST_ERROR = 200;

/** pyClowder writes the number of the retry in front of the error. */
const RETRY_COUNT = /^\(#\d+\)\s*/;

const firstLine = (message: string): string | null => {
  const line = message
    .split(/\r?\n/)
    .map((each) => each.replace(RETRY_COUNT, '').trim())
    .find((each) => each !== '');
  if (line === undefined) return null;
  return line.length > LONGEST_ERROR ? `${line.slice(0, LONGEST_ERROR)}…` : line;
};
