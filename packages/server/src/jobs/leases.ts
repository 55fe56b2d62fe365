import { checkLease, type Instant, leaseExpiry, openAttempt } from '@pawprint/core';
import { v4, v7 } from 'uuid';
import type { Grant } from '../model/grant.ts';
import type { ClaimedJob, Job } from '../model/job.ts';
import { applyEvents, type JobChange, type ReceivedEvent, serverEvent } from '../model/job-change.ts';
import { storableText } from '../model/storable.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockClaimableJob, readExpiredLeases } from '../store/jobs/leases.ts';
import { lockJob, lockUnlockedJobs } from '../store/jobs/lock-jobs.ts';
import type { JobPorts } from './ports.ts';

/** An instance that claims a job. */
export interface Claimant {
  readonly extractor: string;
  readonly instanceId: string;
  readonly version: string;
  /** The datasets on which it gets jobs. */
  readonly grant: Grant;
}

/** Leases the next waiting job of an extractor to an instance and starts an attempt; undefined where none waits. */
export const claimJob = ({ db, now, terms }: JobPorts, claimant: Claimant): Promise<ClaimedJob | undefined> =>
  db.transaction().execute(async (trx) => {
    const at = now();
    const job = await lockClaimableJob(trx, claimant, at);
    if (job === undefined) return undefined;
    const attempt = job.progress.attempts.length + 1;
    const change = applyEvents(job, [startedEvent(claimant, attempt, at)], at);
    // Whoever knows a lease's id may report on its attempt: an id made from the time could be guessed.
    const lease = { id: v4(), attempt, expiresAt: leaseExpiry(at, terms) };
    const after: Job = { ...change.after, lane: 'http', leases: [...change.after.leases, lease] };
    await appendEvents(trx, [{ ...change, after }]);
    return { job: after, lease };
  });

/** The claim is the start: the server records it itself, so no start is lost in this lane. */
const startedEvent = (claimant: Claimant, attempt: number, now: Instant): ReceivedEvent => ({
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

/** The client disconnected before it got the job: another instance may claim the job now, not after the lease. */
export const returnClaim = ({ db, now }: JobPorts, { job, lease }: ClaimedJob): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const current = await lockJob(trx, job.facts.id);
    if (current === undefined) return;
    const lost = serverEvent('ATTEMPT_LOST', 'the instance disconnected before it got the job', now(), {
      attempt: lease.attempt,
      reason: { code: 'attempt_lost', facts: { attempt: lease.attempt } },
    });
    await appendEvents(trx, [keepInHttpLane(applyEvents(current, [lost], now()))]);
  });

/** Jobs are locked while their leases are checked: a limit on how many. */
const MOST_AT_ONCE = 500;

/**
 * Ends attempts whose lease ran out as LOST, and queues their jobs again or fails them. Several servers may do this at
 * once: a job that another one has locked is left to it. Resolves to the number of jobs changed.
 */
export const expireLeases = async (ports: JobPorts, now: Instant): Promise<number> => {
  const expired = await readExpiredLeases(ports.db, now, MOST_AT_ONCE);
  if (expired.length === 0) return 0;
  return ports.db.transaction().execute(async (trx) => {
    const jobs = await lockUnlockedJobs(trx, expired);
    const changes = jobs.map((job) => keepInHttpLane(applyEvents(job, expiryEvents(job, ports, now), now)));
    await appendEvents(trx, changes);
    return changes.filter((change) => change.events.length > 0).length;
  });
};

/** Nothing where the lease was renewed before the job was locked. */
const expiryEvents = (job: Job, { terms }: JobPorts, now: Instant): ReceivedEvent[] => {
  const open = openAttempt(job.progress);
  const lease = job.leases.find(({ attempt }) => attempt === open?.number);
  if (lease === undefined) return [];
  const cancelRequested = job.progress.flags.has('cancel_requested');
  const check = checkLease({ ...lease, cancelRequested }, terms, now);
  if (check.result === 'held') return [];
  const { kind, message, reason } = check;
  return [serverEvent(kind, message, now, { attempt: lease.attempt, reason })];
};

/** A job whose leased attempt ended waits in the HTTP lane, although a stray report over RabbitMQ may have moved it. */
export const keepInHttpLane = (change: JobChange): JobChange =>
  change.after.lane === 'http' ? change : { ...change, after: { ...change.after, lane: 'http' } };
