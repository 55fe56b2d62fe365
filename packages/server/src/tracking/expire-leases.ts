import { type Instant, judgeLease, openAttempt } from '@pawprint/core';
import { appendEvents } from '../store/jobs/append-events.ts';
import { readExpiredLeases } from '../store/jobs/leases.ts';
import { lockFreeJobs } from '../store/jobs/lock-jobs.ts';
import { backInHttpLane } from './back-in-http-lane.ts';
import { foldEvents } from './fold-events.ts';
import type { ArrivedEvent } from './job-change.ts';
import type { TrackingPorts } from './ports.ts';
import { serverEvent } from './server-event.ts';
import type { TrackedJob } from './tracked-job.ts';

const AT_ONCE = 500;

/** The verdict on the open attempt, as the event to record; nothing where its lease was renewed at the last moment. */
const verdictOn = (job: TrackedJob, { terms }: TrackingPorts, now: Instant): ArrivedEvent[] => {
  const open = openAttempt(job.progress);
  const lease = job.leases.find(({ attempt }) => attempt === open?.number);
  if (lease === undefined) return [];
  const cancelRequested = job.progress.flags.has('cancel_requested');
  const ruling = judgeLease({ ...lease, cancelRequested }, terms, now);
  if (ruling.verdict === 'held') return [];
  return [serverEvent(ruling.kind, ruling.message, now, { attempt: lease.attempt })];
};

/**
 * Attempts whose lease ran out are lost, and their jobs queued again or given up. Safe on several servers at once:
 * jobs that another one holds are left to it. Answers how many it dealt with.
 */
export const expireLeases = async (ports: TrackingPorts, now: Instant): Promise<number> => {
  const expired = await readExpiredLeases(ports.db, now, AT_ONCE);
  if (expired.length === 0) return 0;
  return ports.db.transaction().execute(async (trx) => {
    const jobs = await lockFreeJobs(trx, expired);
    const changes = jobs.map((job) => backInHttpLane(foldEvents(job, verdictOn(job, ports, now), now)));
    await appendEvents(trx, changes);
    return changes.filter((change) => change.events.length > 0).length;
  });
};
