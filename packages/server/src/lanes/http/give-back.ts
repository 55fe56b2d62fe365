import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockJob } from '../../store/jobs/lock-jobs.ts';
import { backInHttpLane } from '../../tracking/back-in-http-lane.ts';
import { foldEvents } from '../../tracking/fold-events.ts';
import type { TrackingPorts } from '../../tracking/ports.ts';
import { serverEvent } from '../../tracking/server-event.ts';
import type { ClaimedJob } from './claim-job.ts';

/** The one who claimed it was gone before the answer: somebody else may have the job now, not after the lease. */
export const giveBack = ({ db, now }: TrackingPorts, { job, lease }: ClaimedJob): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const current = await lockJob(trx, job.facts.id);
    if (current === undefined) return;
    const lost = serverEvent('ATTEMPT_LOST', 'its instance was gone before it got the job', now(), {
      attempt: lease.attempt,
    });
    await appendEvents(trx, [backInHttpLane(foldEvents(current, [lost], now()))]);
  });
