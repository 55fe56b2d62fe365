import {
  type Instant,
  type QueueInspection,
  reasonOf,
  type Suspicion,
  suspectLostMessages,
  WAITING_STATES,
} from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import type { Database } from '../../store/database.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import {
  readUsualStart,
  readWorkOverBroker,
  type WaitingInBroker,
  type WorkOverBroker,
} from '../../store/jobs/jobs-in-broker.ts';
import { lockUnlockedJobs } from '../../store/jobs/lock-jobs.ts';
import { depthOf, type WithChannel } from './inspect-queue.ts';
import { holdJob } from './publish-result.ts';

interface LossPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly withChannel: WithChannel;
  readonly replyQueue: string;
}

/** An inspection, with the number of the newest event before it. */
export type NumberedInspection = QueueInspection & { readonly seq: string };

/** What is remembered of the consumers of a queue. */
export interface KnownConsumers {
  /** When the last of the messages was published whose start they have reported; null before any. */
  readonly startedOf: Instant | null;
  /** The most messages that so many of them can have, started or not; undefined before their queue was seen with messages ready. */
  readonly capacity: { readonly consumers: number; readonly most: number } | undefined;
}

export interface PendingSuspicion extends Suspicion {
  readonly since: Instant;
  readonly confirmedAfterMs: number;
  /** For a queue that shrank: by how many messages, since which event. */
  readonly shrunkBy: number;
  readonly seq: string;
}

interface Seen {
  readonly extractor: string;
  readonly inspection: Omit<NumberedInspection, 'overtaken'>;
  /** The newest first. */
  readonly earlier: readonly NumberedInspection[];
  readonly known: KnownConsumers | undefined;
  readonly waiting: readonly WaitingInBroker[];
}

interface Judged {
  readonly inspection: NumberedInspection;
  readonly known: KnownConsumers;
  readonly suspicion: PendingSuspicion | undefined;
}

/** Completes an inspection by what the extractor has reported, and finds the messages that seem to be lost. */
export const judgeInspection = async ({ db }: LossPorts, seen: Seen): Promise<Judged> => {
  const { extractor, earlier, waiting } = seen;
  if (waiting.length === 0) return judgeIdle(seen);
  const [last, beforeLast] = earlier;
  // What was reported shortly before the last inspection may have been acknowledged after it.
  const seq = beforeLast?.seq ?? last?.seq ?? seen.inspection.seq;
  const work = await readWorkOverBroker(db, extractor, seq);
  const known = learnOfConsumers(seen, work);
  const inspection = { ...seen.inspection, overtaken: overtakenOf(waiting, known) };
  // What they work on they have, too.
  const capacity = known.capacity && Math.max(0, known.capacity.most - work.running);
  // A single inspection has no range of events whose acknowledgements can be counted.
  const suspicion =
    suspectLostMessages(inspection, earlier, work.acknowledged, capacity) ??
    (await suspectBySilence(db, { extractor, inspection, waiting, known, running: work.running }));
  return { inspection, known, suspicion: suspicion && pendingOf(suspicion, { seen, inspection, seq }) };
};

/**
 * Nothing waits, so nothing can be lost, and nothing needs to be read. What is published from now on can only be
 * overtaken by what is started later still: the next inspections read that.
 */
const judgeIdle = (seen: Seen): Judged => ({
  inspection: { ...seen.inspection, overtaken: new Set() },
  known: learnOfConsumers(seen, { running: 0, startedOf: null }),
  suspicion: undefined,
});

/** Where messages are ready, consumers have as many as they take. The least that was seen is closest to it. */
const learnOfConsumers = (
  { inspection: { ready, consumers, waiting }, known }: Seen,
  { running, startedOf }: Pick<WorkOverBroker, 'running' | 'startedOf'>,
): KnownConsumers => {
  const isSame = known?.capacity?.consumers === consumers;
  const before = isSame ? known?.capacity : undefined;
  const isFull = ready !== null && ready > 0 && ready <= waiting.length;
  const most = isFull ? waiting.length - ready + running : Number.POSITIVE_INFINITY;
  const least = Math.min(most, before?.most ?? Number.POSITIVE_INFINITY);
  return {
    startedOf: Math.max(startedOf ?? 0, known?.startedOf ?? 0) || null,
    capacity: Number.isFinite(least) ? { consumers, most: least } : undefined,
  };
};

/** The clocks of servers that publish for the same extractor may differ by less than this. */
const CLOCK_SKEW_MS = 1_000;

const overtakenOf = (
  waiting: readonly WaitingInBroker[],
  { startedOf }: KnownConsumers,
): ReadonlySet<string> =>
  new Set(
    waiting
      .filter(({ since }) => startedOf !== null && since < startedOf - CLOCK_SKEW_MS)
      .map(({ id }) => id),
  );

const MINUTE = 60_000;

/** Long enough for what no other rule finds: a message is then sent again, though an idle consumer may have it. */
const SILENT_FOR_MS = 15 * MINUTE;
/** A start that takes three times as long as 99 of 100 did will not be reported any more. */
const USUAL_STARTS = 3;
const SILENT_AT_LEAST_MS = MINUTE;

interface SilentQueue extends Pick<Seen, 'extractor' | 'waiting'> {
  readonly inspection: QueueInspection;
  readonly known: KnownConsumers;
  readonly running: number;
}

const suspectBySilence = async (
  db: Database,
  { extractor, inspection: { at, ready, consumers, overtaken }, waiting, known, running }: SilentQueue,
): Promise<Suspicion | undefined> => {
  const silentFor = (ms: number): string[] =>
    waiting.filter(({ since }) => since < at - ms).map(({ id }) => id);
  if (ready !== 0 || silentFor(SILENT_AT_LEAST_MS).length === 0) return undefined;
  // Whoever takes one message at a time has none behind the one that it works on.
  const takesOneEach = known.capacity !== undefined && known.capacity.most <= consumers;
  if (running > 0 && !(takesOneEach && running < consumers)) return undefined;
  const usualMs = await readUsualStart(db, extractor);
  const startedWithinMs = usualMs === null ? SILENT_FOR_MS : USUAL_STARTS * usualMs;
  const unusual = silentFor(Math.max(SILENT_AT_LEAST_MS, startedWithinMs));
  if (usualMs !== null && startedWithinMs < SILENT_FOR_MS) return silenceOf(unusual);
  if (running > 0) return undefined;
  const silent = silentFor(SILENT_FOR_MS);
  // Each consumer can have taken one without a report, and be hanging.
  return silenceOf(silent.length > consumers ? silent : silent.filter((id) => overtaken.has(id)));
};

const silenceOf = (jobIds: readonly string[]): Suspicion | undefined =>
  jobIds.length === 0 ? undefined : { evidence: 'silence', jobIds };

/** Long enough for every report on its way to have been recorded. */
const CONFIRMED_AFTER_MS = 10_000;
/** For messages of which it is not certain whether they were published before or after the queue was declared again. */
const CONFIRMED_LATE_AFTER_MS = 40_000;

const pendingOf = (
  suspicion: Suspicion,
  {
    seen: { earlier, waiting },
    inspection,
    seq,
  }: { seen: Seen; inspection: NumberedInspection; seq: string },
): PendingSuspicion => {
  const [last] = earlier;
  const suspected = new Set(suspicion.jobIds);
  const isCertain = waiting.every(
    ({ id, since }) => !suspected.has(id) || (last !== undefined && since < last.at),
  );
  const isLate = suspicion.evidence === 'queue_declared_again' && !isCertain;
  return {
    ...suspicion,
    since: inspection.at,
    confirmedAfterMs: isLate ? CONFIRMED_LATE_AFTER_MS : CONFIRMED_AFTER_MS,
    shrunkBy: (last?.ready ?? 0) - (inspection.ready ?? 0),
    seq,
  };
};

/**
 * Holds the suspected jobs of which nothing was reported for a while again, to be dispatched once more. A job whose
 * message an extractor has after all runs twice, and its second attempt shows that. Returns how many there were;
 * undefined while it is too early, or reports are left to read.
 */
export const takeBackLost = async (
  { db, now, withChannel, replyQueue }: LossPorts,
  { name, queue }: { readonly name: string; readonly queue: string },
  { evidence, jobIds, since, confirmedAfterMs, shrunkBy, seq }: PendingSuspicion,
): Promise<number | undefined> => {
  if (now() - since < confirmedAfterMs) return undefined;
  const unread = await withChannel((channel) => depthOf(channel, replyQueue)).catch(() => undefined);
  if ((unread ?? 1) > 0) return undefined;
  if (evidence === 'queue_shrank' && (await readWorkOverBroker(db, name, seq)).acknowledged >= shrunkBy)
    return 0;
  const reason = reasonOf('message_vanished', { queue, evidence });
  return db.transaction().execute(async (trx) => {
    const jobs = (await lockUnlockedJobs(trx, jobIds)).filter((job) => stillWaits(job, since));
    await appendEvents(
      trx,
      jobs.map((job) => holdJob(job, reason, now())),
    );
    return jobs.length;
  });
};

const stillWaits = ({ lane, progress: { state, lastEventAt } }: Job, since: Instant): boolean =>
  lane === 'rabbitmq' && WAITING_STATES.includes(state) && lastEventAt <= since;
