import { failedInOutage, type Instant } from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../../model/job-change.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { readFailedInBroker } from '../../store/jobs/jobs-in-broker.ts';
import { lockUnlockedJobs } from '../../store/jobs/lock-jobs.ts';
import { type EndedOutage, markReviewed, readOutagesToReview } from '../../store/server-runs.ts';
import { ALL, type ErrorQueuePorts, withErrorQueue } from './error-queue.ts';

/**
 * pyClowder sends what it reports up to a second later; a server beside this one records within a second that it was
 * there all the time.
 */
const REVIEW_AFTER_MS = 3_000;
const LATE_REPORT_MS = 2_000;

/**
 * Holds jobs again, to be dispatched with a new message, that failed because no server answered: pyClowder tries ten
 * times at once and then gives up. Each job is taken back once. Its old message is removed from the error queue. Answers
 * how many there were.
 */
export const reviveFailed = async (ports: ErrorQueuePorts): Promise<number> => {
  let revived = 0;
  for (const outage of await readOutagesToReview(ports.db, ports.now() - REVIEW_AFTER_MS)) {
    const jobs = await reviveOf(ports, { ...outage, caughtUpAt: outage.caughtUpAt + LATE_REPORT_MS });
    for (const [extractor, ids] of idsByExtractor(jobs)) await removeMessages(ports, extractor, ids);
    revived += jobs.length;
  }
  return revived;
};

/** Several servers may do this at once: a job that another one has locked is left to it. */
const reviveOf = ({ db, now }: ErrorQueuePorts, outage: EndedOutage): Promise<readonly Job[]> =>
  db.transaction().execute(async (trx) => {
    const ids = await readFailedInBroker(trx, outage.from, outage.caughtUpAt);
    const changes = (await lockUnlockedJobs(trx, ids)).flatMap((job) => reviveJob(job, outage, now()));
    await markReviewed(trx, outage.runId);
    await appendEvents(trx, changes);
    return changes.map(({ after }) => after);
  });

const reviveJob = (job: Job, outage: EndedOutage, now: Instant): JobChange[] => {
  const { state, attempts } = job.progress;
  const evidence = state === 'FAILED' ? failedInOutage(attempts, [outage]) : undefined;
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
