import {
  type Instant,
  type QueueLook,
  reasonOf,
  type Suspicion,
  suspectLostMessages,
  WAITING_STATES,
} from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import type { Database } from '../../store/database.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import {
  countAtWork,
  type RecentWork,
  readRecentWork,
  type WaitingInBroker,
} from '../../store/jobs/jobs-in-broker.ts';
import { lockUnlockedJobs } from '../../store/jobs/lock-jobs.ts';
import { depthOf, type WithChannel } from './look-at-queue.ts';
import { holdJob } from './publish-result.ts';

interface LossPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly withChannel: WithChannel;
  readonly replyQueue: string;
}

/** A look, with the number of the newest event before it. */
export type NumberedLook = QueueLook & { readonly seq: string };

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
  readonly look: Omit<NumberedLook, 'overtaken'>;
  /** The newest first. */
  readonly earlier: readonly NumberedLook[];
  readonly known: KnownConsumers | undefined;
  readonly waiting: readonly WaitingInBroker[];
}

interface Judged {
  readonly look: NumberedLook;
  readonly known: KnownConsumers;
  readonly suspicion: PendingSuspicion | undefined;
}

/** Completes a look by what the extractor has reported, and finds the messages that seem to be lost. */
export const judgeLook = async ({ db }: LossPorts, seen: Seen): Promise<Judged> => {
  const { extractor, earlier, waiting } = seen;
  const [last, beforeLast] = earlier;
  // What was reported shortly before the last look may have been acknowledged after it.
  const seq = beforeLast?.seq ?? last?.seq ?? seen.look.seq;
  const [work, atWork] = await Promise.all([readRecentWork(db, extractor, seq), countAtWork(db, extractor)]);
  const known = learnOfConsumers(seen, work, atWork);
  const look = { ...seen.look, overtaken: overtakenOf(waiting, known) };
  // A single look has no range of events whose acknowledgements can be counted.
  const capacity = known.capacity === undefined ? undefined : known.capacity.most;
  const suspicion =
    suspectLostMessages(look, earlier, work.acknowledged, capacity) ??
    suspectBySilence(look, waiting, atWork);
  return { look, known, suspicion: suspicion && pendingOf(suspicion, { seen, look, seq }) };
};

/** Where messages are ready, consumers have as many as they take. The least that was seen is closest to it. */
const learnOfConsumers = (
  { look: { ready, consumers, waiting }, known }: Seen,
  { startedOf }: RecentWork,
  atWork: number,
): KnownConsumers => {
  const isSame = known?.capacity?.consumers === consumers;
  const before = isSame ? known?.capacity : undefined;
  const isFull = ready !== null && ready > 0 && ready <= waiting.length;
  const most = isFull ? waiting.length - ready + atWork : Number.POSITIVE_INFINITY;
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

const suspectBySilence = (
  { at, ready, consumers, overtaken }: QueueLook,
  waiting: readonly WaitingInBroker[],
  atWork: number,
): Suspicion | undefined => {
  if (ready !== 0 || atWork > 0) return undefined;
  const silent = waiting.filter(({ since }) => since < at - SILENT_FOR_MS).map(({ id }) => id);
  // Each consumer can have taken one without a report, and be hanging.
  const lost = silent.length > consumers ? silent : silent.filter((id) => overtaken.has(id));
  return lost.length === 0 ? undefined : { evidence: 'silence', jobIds: lost };
};

/** Long enough for every report on its way to have been recorded. */
const CONFIRMED_AFTER_MS = 10_000;
/** For messages of which it is not certain whether they were published before or after the queue was declared again. */
const CONFIRMED_LATE_AFTER_MS = 40_000;

const pendingOf = (
  suspicion: Suspicion,
  { seen: { earlier, waiting }, look, seq }: { seen: Seen; look: NumberedLook; seq: string },
): PendingSuspicion => {
  const [last] = earlier;
  const isCertain = waiting.every(
    ({ id, since }) => !suspicion.jobIds.includes(id) || (last !== undefined && since < last.at),
  );
  const isLate = suspicion.evidence === 'queue_declared_again' && !isCertain;
  return {
    ...suspicion,
    since: look.at,
    confirmedAfterMs: isLate ? CONFIRMED_LATE_AFTER_MS : CONFIRMED_AFTER_MS,
    shrunkBy: (last?.ready ?? 0) - (look.ready ?? 0),
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
  if (((await withChannel((channel) => depthOf(channel, replyQueue))) ?? 1) > 0) return undefined;
  if (evidence === 'queue_shrank' && (await readRecentWork(db, name, seq)).acknowledged >= shrunkBy) return 0;
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
