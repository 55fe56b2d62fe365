import { type Instant, type Suspicion, WAITING_STATES } from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import type { Database } from '../../store/database.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockUnlockedJobs } from '../../store/jobs/lock-jobs.ts';
import { holdJob } from './publish-result.ts';

interface LostMessages extends Pick<Suspicion, 'evidence' | 'jobIds'> {
  /** When they were found to be missing. */
  readonly since: Instant;
}

/**
 * Holds jobs whose messages are lost again, to be dispatched once more. Jobs with an event since then are left alone. A
 * job whose message an extractor has after all runs twice, and its second attempt shows that. Returns how many there were.
 */
export const takeBackLost = (
  { db, now }: { readonly db: Database; readonly now: () => Instant },
  queue: string,
  { evidence, jobIds, since }: LostMessages,
): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const jobs = (await lockUnlockedJobs(trx, jobIds)).filter((job) => stillWaits(job, since));
    const reason = `${REASONS[evidence](queue)}: it is sent again`;
    await appendEvents(
      trx,
      jobs.map((job) => holdJob(job, reason, now())),
    );
    return jobs.length;
  });

const stillWaits = ({ lane, progress: { state, lastEventAt } }: Job, since: Instant): boolean =>
  lane === 'rabbitmq' && WAITING_STATES.includes(state) && lastEventAt <= since;

const REASONS: Readonly<Record<Suspicion['evidence'], (queue: string) => string>> = {
  queue_missing: (queue) => `its message is lost, since the queue ${queue} was deleted in the broker`,
  queue_declared_again: (queue) =>
    `its message is lost, since the queue ${queue} was deleted in the broker and declared again`,
  no_consumer_has_them: (queue) => `its message is no longer in the queue ${queue}, and nobody consumes that`,
  queue_shrank: (queue) => `its message was removed from the queue ${queue}`,
  silence: (queue) => `its message is no longer in the queue ${queue}, and nobody has reported on it`,
};
