import { failedInOutage, type Instant, type Outage } from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../../model/job-change.ts';
import type { Database, DatabaseTransaction } from '../../store/database.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import {
  lockFailureReview,
  readFailedInBroker,
  readReviewedSeq,
  readTakenBack,
  type TakenBack,
  writeReviewedSeq,
} from '../../store/jobs/failure-review.ts';
import { readLastSeq } from '../../store/jobs/jobs-in-broker.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { LONGEST_SILENCE_MS, readLastAnswer, readOutages } from '../../store/server-runs.ts';
import { ALL, type ErrorQueuePorts, withErrorQueue } from './error-queue.ts';

/** pyClowder sends what it reports up to a second later. */
const LATE_REPORT_MS = 2_000;
/** Longer than reports are late: what fails again after it was taken back did not fail in the same outage. */
const REVIEW_AFTER_MS = 3_000;

/**
 * A job whose own tries bring the server down would bring it down for ever: its failure stands after so many outages, as
 * it does after pyClowder's ten tries.
 */
const MOST_TIMES_TAKEN_BACK = 10;

const MOST_AT_ONCE = 500;

/**
 * Reviews each failure once, and holds the jobs again, to be dispatched with a new message, that failed because no server
 * answered: pyClowder tries ten times at once and then gives up. A job is taken back at most once for each outage. Its old
 * message is removed from the error queue. Answers how many there were.
 */
export const reviveFailed = async (ports: ErrorQueuePorts): Promise<number> => {
  const jobs = await reviewFailures(ports);
  for (const [extractor, ids] of idsByExtractor(jobs)) await removeMessages(ports, extractor, ids);
  return jobs.length;
};

/** Waits for jobs that are locked: one that was left out would stay failed. */
const reviewFailures = ({ db, now }: ErrorQueuePorts): Promise<readonly Job[]> =>
  db.transaction().execute(async (trx) => {
    if (!(await lockFailureReview(trx))) return [];
    const { jobIds, reviewedSeq } = await readFailuresToReview(trx, now() - LONGEST_SILENCE_MS);
    const changes = jobIds.length === 0 ? [] : await reviveJobs(trx, jobIds, now());
    if (changes === undefined) return [];
    await writeReviewedSeq(trx, reviewedSeq);
    await appendEvents(trx, changes);
    return changes.map(({ after }) => after);
  });

interface FailuresToReview {
  readonly jobIds: readonly string[];
  /** Up to which event failures are reviewed with these. */
  readonly reviewedSeq: string;
}

/**
 * Those since the last review that were received before `before`, in the order in which they were stored: so none is left
 * out that was stored later than others received after it.
 */
const readFailuresToReview = async (trx: DatabaseTransaction, before: Instant): Promise<FailuresToReview> => {
  const upTo = await readLastSeq(trx);
  const after = await readReviewedSeq(trx);
  const failures = await readFailedInBroker(trx, { after, upTo }, MOST_AT_ONCE);
  const firstLater = failures.findIndex(({ failedAt }) => failedAt > before);
  const due = firstLater < 0 ? failures : failures.slice(0, firstLater);
  const areAll = firstLater < 0 && failures.length < MOST_AT_ONCE;
  return {
    jobIds: due.map(({ jobId }) => jobId),
    reviewedSeq: areAll ? upTo : (due.at(-1)?.seq ?? after),
  };
};

/** The jobs that are to be tried again. Undefined where it is too early to judge. */
const reviveJobs = async (
  trx: DatabaseTransaction,
  jobIds: readonly string[],
  now: Instant,
): Promise<JobChange[] | undefined> => {
  const outages = await readReceivedOutages(trx, now);
  if (outages === undefined) return undefined;
  if (outages.length === 0) return [];
  const jobs = await lockJobs(trx, jobIds);
  const takenBack = await readTakenBack(trx, jobIds);
  return jobs.flatMap((job) => reviveJob(job, outages, takenBack.get(job.facts.id), now));
};

/**
 * All outages so far. Undefined where it is too early to judge failures by them: no server has recorded for some seconds
 * that it answers, so an outage may be going on, or what was reported in the last one has not been received yet.
 */
const readReceivedOutages = async (db: Database, now: Instant): Promise<readonly Outage[] | undefined> => {
  if (now - ((await readLastAnswer(db)) ?? 0) > LONGEST_SILENCE_MS) return undefined;
  const received: Outage[] = [];
  for (const { from, to, caughtUpAt } of await readOutages(db)) {
    if (caughtUpAt === null || caughtUpAt > now - REVIEW_AFTER_MS) return undefined;
    received.push({ from, to, caughtUpAt: caughtUpAt + LATE_REPORT_MS });
  }
  return received;
};

const reviveJob = (
  job: Job,
  outages: readonly Outage[],
  takenBack: TakenBack | undefined,
  now: Instant,
): JobChange[] => {
  const { state, attempts, resubmittedAs } = job.progress;
  // Where somebody has resubmitted it, the new job does its work.
  if (state !== 'FAILED' || resubmittedAs.length > 0) return [];
  if (takenBack !== undefined && takenBack.times >= MOST_TIMES_TAKEN_BACK) return [];
  const evidence = failedInOutage(attempts, outages, takenBack?.lastAt ?? null);
  if (evidence === undefined) return [];
  const { code, facts, text } = evidence;
  const change = applyEvents(job, [serverEvent('REVIVED', text, now, { reason: { code, facts } })], now);
  return [{ ...change, after: { ...change.after, lane: null } }];
};

const idsByExtractor = (jobs: readonly Job[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const byExtractor = new Map<string, Set<string>>();
  for (const { facts } of jobs) {
    const ids = byExtractor.get(facts.extractor) ?? new Set();
    byExtractor.set(facts.extractor, ids.add(facts.id));
  }
  return byExtractor;
};

/** The job gets a new message: somebody who moved the old one back would have it run twice. */
const removeMessages = async (
  ports: ErrorQueuePorts,
  extractor: string,
  jobIds: ReadonlySet<string>,
): Promise<void> => {
  await withErrorQueue(ports, extractor, ALL, async ({ channel, messages }) => {
    for (const { raw, jobId } of messages) if (jobId !== null && jobIds.has(jobId)) channel.ack(raw);
  });
};
