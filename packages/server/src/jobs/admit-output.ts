import { createWakeup } from '@pawprint/async';
import {
  type AttemptOutcome,
  type Instant,
  isTerminal,
  type JobProgress,
  openAttempt,
  SETTLED_STATES,
} from '@pawprint/core';
import { v7 } from 'uuid';
import type { AdmitOutput } from '../access/change.ts';
import type { JobCaller } from '../model/caller.ts';
import type { Job } from '../model/job.ts';
import { applyEvents, type ReceivedEvent, serverEvent } from '../model/job-change.ts';
import { noSuchJob, type Refusal, refuse } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockJob } from '../store/jobs/lock-jobs.ts';

export interface OutputPorts {
  readonly db: Database;
  readonly now: () => Instant;
  /** Calls the listener when the job has changed, on whatever server. Returns the function that removes it. */
  readonly followJob: (jobId: string, listener: () => void) => () => void;
  /** How long an output waits for the report that its attempt has started. */
  readonly startWaitMs: number;
}

/**
 * Stores outputs of extractors while their jobs admit them. In RabbitMQ's lane reports come through the broker and
 * outputs over HTTP, so an output can overtake the report that its attempt has started: it then waits for that report,
 * without a transaction, and after a few seconds opens the attempt itself.
 */
export const createAdmitOutput =
  (ports: OutputPorts): AdmitOutput =>
  async (caller, output, store) => {
    const tryToStore = (mayBeLate: boolean) => storeIfAdmitted(ports, caller, output, store, mayBeLate);
    const first = await tryToStore(false);
    if (first !== AWAITS_START) return first;
    let stored = await storeAfterStart(ports, caller.jobId, () => tryToStore(false));
    while (stored === AWAITS_START) {
      stored = await tryToStore(true);
      if (stored === AWAITS_START) await openByOutput(ports, caller.jobId, output);
    }
    return stored;
  };

/** The output's attempt is not known to have begun. */
const AWAITS_START = Symbol('awaits the start of its attempt');

/** Tries again whenever the job has changed, until the time is over. */
const storeAfterStart = async <Result>(
  { followJob, startWaitMs }: OutputPorts,
  jobId: string,
  tryToStore: () => Promise<Result | typeof AWAITS_START>,
): Promise<Result | typeof AWAITS_START> => {
  const until = performance.now() + startWaitMs;
  const changed = createWakeup();
  const unfollow = followJob(jobId, changed.wake);
  try {
    for (;;) {
      const result = await tryToStore();
      const limitMs = until - performance.now();
      if (result !== AWAITS_START || limitMs <= 0) return result;
      await changed.wait({ limitMs });
    }
  } finally {
    unfollow();
  }
};

const storeIfAdmitted = <Result>(
  { db, now }: OutputPorts,
  caller: JobCaller,
  output: string,
  store: (trx: DatabaseTransaction, caller: JobCaller) => Promise<Result | Refusal>,
  mayBeLate: boolean,
): Promise<Result | Refusal | typeof AWAITS_START> =>
  db.transaction().execute(async (trx) => {
    const job = await lockJob(trx, caller.jobId);
    if (job === undefined) return noSuchJob(caller.jobId);
    const admission = admissionOf(job.progress, caller.attempt, now());
    if ('refused' in admission) return recordRefusal(trx, job, caller, output, admission.refused, now());
    const attempt = admission.attempt ?? (mayBeLate ? lateAttempt(job.progress, now()) : null);
    if (attempt === null) return AWAITS_START;
    await recordVersion(trx, job, { ...caller, attempt }, now());
    return store(trx, { ...caller, attempt });
  });

/** The version that an output names may be another than the one presumed at the start of its attempt. */
const recordVersion = async (
  trx: DatabaseTransaction,
  job: Job,
  { attempt, extractorVersion }: JobCaller & { readonly attempt: number },
  now: Instant,
): Promise<void> => {
  const known = job.progress.attempts[attempt - 1]?.extractorVersion;
  if (extractorVersion === null || extractorVersion === known) return;
  const found = { attempt, extractorVersion };
  const event = serverEvent('VERSION_FOUND', `its metadata names version ${extractorVersion}`, now, found);
  await appendEvents(trx, [applyEvents(job, [event], now)]);
};

/** Under which attempt an output is stored; null if that attempt is not known to have begun. */
type Admission = { readonly attempt: number | null } | { readonly refused: string };

/** @param named the attempt in the credential; null in RabbitMQ's lane, where one credential serves every attempt */
const admissionOf = (job: JobProgress, named: number | null, now: Instant): Admission => {
  const { state, flags } = job;
  if (state === 'CANCELLED' || flags.has('cancel_requested')) return { refused: 'the job was cancelled' };
  const open = openAttempt(job)?.number ?? null;
  if (named === null || named === open) return { attempt: open };
  if (named === endedLately(job, now)) return { attempt: named };
  return { refused: state === 'RUNNING' ? `attempt ${named} is over` : `the job is ${state}` };
};

/** What an extractor still uploads after it has reported the end belongs to the attempt. */
const GRACE_MS = 30_000;

const REPORTED_OUTCOMES: readonly AttemptOutcome[] = ['SUCCEEDED', 'SKIPPED', 'FAILED', 'RESUBMITTED'];

/** The last attempt, if its extractor has reported its end a moment ago. */
const endedLately = ({ attempts }: JobProgress, now: Instant): number | null => {
  const last = attempts.at(-1);
  if (last === undefined || last.endedAt === null || last.endedAt + GRACE_MS < now) return null;
  return REPORTED_OUTCOMES.includes(last.outcome) ? last.number : null;
};

/** The attempt of an output that came after its end. A job that waits for its next attempt has no such outputs. */
const lateAttempt = (job: JobProgress, now: Instant): number | null =>
  SETTLED_STATES.includes(job.state) ? endedLately(job, now) : null;

/** Opens the attempt that the output proves, unless it has begun meanwhile. The report of its start, if it comes, joins it. */
const openByOutput = ({ db, now }: OutputPorts, jobId: string, output: string): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const job = await lockJob(trx, jobId);
    if (job === undefined || openAttempt(job.progress) !== undefined) return;
    const change = applyEvents(job, [outputReceived(job.progress, output, now())], now());
    await appendEvents(trx, [{ ...change, after: { ...change.after, lane: 'rabbitmq' } }]);
  });

const outputReceived = (job: JobProgress, output: string, now: Instant): ReceivedEvent => {
  const proves = isTerminal(job.state) ? 'is at work on it again' : 'is at work on it';
  const message = `${output} came before any report of its attempt: the extractor ${proves}`;
  return {
    id: v7(),
    kind: 'OUTPUT_RECEIVED',
    message: storableText(message),
    attempt: null,
    receivedAt: now,
    matchedBy: 'credential',
    reportedAt: null,
    reported: null,
  };
};

const recordRefusal = async (
  trx: DatabaseTransaction,
  job: Job,
  { attempt }: JobCaller,
  output: string,
  reason: string,
  now: Instant,
): Promise<Refusal> => {
  const message = storableText(`${output} refused: ${reason}`);
  const event = serverEvent('OUTPUT_REFUSED', message, now, { attempt });
  await appendEvents(trx, [applyEvents(job, [event], now)]);
  return refuse('job_over', `Not stored: ${reason}.`);
};
