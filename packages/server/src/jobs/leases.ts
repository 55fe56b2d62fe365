import { checkLease, type Instant, leaseExpiry, openAttempt } from '@pawprint/core';
import { v4, v7 } from 'uuid';
import type { ClaimedJob, Job } from '../model/job.ts';
import { applyEvents, type JobChange, type ReceivedEvent, serverEvent } from '../model/job-change.ts';
import { storableText } from '../model/storable.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockClaimableJob, readExpiredLeases } from '../store/jobs/leases.ts';
import { lockFreeJobs, lockJob } from '../store/jobs/lock-jobs.ts';
import type { JobPorts } from './ports.ts';

/** An instance that asks for work. */
export interface Claimant {
  readonly extractor: string;
  readonly instanceId: string;
  readonly version: string;
}

/** The claim is the start: the server itself writes it down, so no start is ever lost in this lane. */
const started = (claimant: Claimant, attempt: number, now: Instant): ReceivedEvent => ({
  id: v7(),
  kind: 'STARTED',
  message: '',
  attempt,
  receivedAt: now,
  matchedBy: 'lease',
  reportedAt: null,
  reported: null,
  instanceId: storableText(claimant.instanceId),
  extractorVersion: storableText(claimant.version),
});

/** Leases the next job of an extractor to an instance and starts an attempt; undefined where none waits. */
export const claimJob = ({ db, now, terms }: JobPorts, claimant: Claimant): Promise<ClaimedJob | undefined> =>
  db.transaction().execute(async (trx) => {
    const at = now();
    const job = await lockClaimableJob(trx, claimant.extractor, at);
    if (job === undefined) return undefined;
    const attempt = job.progress.attempts.length + 1;
    const change = applyEvents(job, [started(claimant, attempt, at)], at);
    // Whoever knows a lease may speak for its attempt: it is not to be guessed from the time.
    const lease = { id: v4(), attempt, expiresAt: leaseExpiry(at, terms) };
    const after: Job = { ...change.after, lane: 'http', leases: [...change.after.leases, lease] };
    await appendEvents(trx, [{ ...change, after }]);
    return { job: after, lease };
  });

/** The one who claimed it was gone before the answer: somebody else may have the job now, not after the lease. */
export const returnClaim = ({ db, now }: JobPorts, { job, lease }: ClaimedJob): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const current = await lockJob(trx, job.facts.id);
    if (current === undefined) return;
    const lost = serverEvent('ATTEMPT_LOST', 'its instance was gone before it got the job', now(), {
      attempt: lease.attempt,
    });
    await appendEvents(trx, [keepInHttpLane(applyEvents(current, [lost], now()))]);
  });

const AT_ONCE = 500;

/** The verdict on the open attempt, as the event to record; nothing where its lease was renewed at the last moment. */
const verdictOn = (job: Job, { terms }: JobPorts, now: Instant): ReceivedEvent[] => {
  const open = openAttempt(job.progress);
  const lease = job.leases.find(({ attempt }) => attempt === open?.number);
  if (lease === undefined) return [];
  const cancelRequested = job.progress.flags.has('cancel_requested');
  const check = checkLease({ ...lease, cancelRequested }, terms, now);
  if (check.result === 'held') return [];
  return [serverEvent(check.kind, check.message, now, { attempt: lease.attempt })];
};

/**
 * Attempts whose lease ran out are lost, and their jobs queued again or given up. Safe on several servers at once:
 * jobs that another one holds are left to it. Answers how many it dealt with.
 */
export const expireLeases = async (ports: JobPorts, now: Instant): Promise<number> => {
  const expired = await readExpiredLeases(ports.db, now, AT_ONCE);
  if (expired.length === 0) return 0;
  return ports.db.transaction().execute(async (trx) => {
    const jobs = await lockFreeJobs(trx, expired);
    const changes = jobs.map((job) => keepInHttpLane(applyEvents(job, verdictOn(job, ports, now), now)));
    await appendEvents(trx, changes);
    return changes.filter((change) => change.events.length > 0).length;
  });
};

/**
 * A job whose leased attempt is over waits here, whatever a stray report from RabbitMQ has made of its lane: there is
 * no message for it in the broker.
 */
export const keepInHttpLane = (change: JobChange): JobChange =>
  change.after.lane === 'http' ? change : { ...change, after: { ...change.after, lane: 'http' } };
