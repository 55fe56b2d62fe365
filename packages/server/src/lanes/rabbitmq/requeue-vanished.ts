import { WAITING_STATES } from '@pawprint/core';
import type { Channel } from 'amqplib';
import type { Job } from '../../model/job.ts';
import type { Database } from '../../store/database.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { readSilentInBroker, type SilentInBroker } from '../../store/jobs/jobs-in-broker.ts';
import { lockUnlockedJobs } from '../../store/jobs/lock-jobs.ts';
import { depthOf, type ErrorQueuePorts } from './error-queue.ts';
import { holdJob } from './publish-result.ts';

/** Long enough for every report on its way to have arrived. */
const SILENT_FOR_MS = 15 * 60_000;

export type RequeuePorts = Pick<ErrorQueuePorts, 'now' | 'withChannel' | 'replyQueue'> & {
  readonly db: Database;
};

/**
 * Holds jobs again, to be dispatched once more, whose messages are no longer in the broker: the queue was emptied or
 * deleted, or the broker lost its disk. Such jobs would keep their places in the dispatch window for ever. Where an
 * extractor has the message after all, the job runs twice, and its second attempt shows that. Returns how many jobs
 * there were.
 */
export const requeueVanished = async (ports: RequeuePorts): Promise<number> => {
  const before = ports.now() - SILENT_FOR_MS;
  let requeued = 0;
  for (const waiting of await readSilentInBroker(ports.db, before)) {
    const areEmpty = await ports.withChannel((channel) =>
      areQueuesEmpty(channel, [ports.replyQueue, waiting.queue]),
    );
    if (areEmpty === true) requeued += await requeue(ports, waiting, before);
  }
  return requeued;
};

/** A queue that does not exist is empty, too. It is asked about last, since asking loses the channel then. */
const areQueuesEmpty = async (
  channel: Channel,
  [replyQueue, queue]: readonly [string, string],
): Promise<boolean> =>
  (await depthOf(channel, replyQueue)) === 0 && ((await depthOf(channel, queue)) ?? 0) === 0;

const requeue = (
  { db, now }: RequeuePorts,
  { queue, jobIds }: SilentInBroker,
  before: number,
): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const jobs = (await lockUnlockedJobs(trx, jobIds)).filter((job) => stillWaits(job, before));
    const reason = `its message is no longer in the queue ${queue}`;
    await appendEvents(
      trx,
      jobs.map((job) => holdJob(job, reason, now())),
    );
    return jobs.length;
  });

const stillWaits = ({ lane, progress: { state, lastEventAt } }: Job, before: number): boolean =>
  lane === 'rabbitmq' && WAITING_STATES.includes(state) && lastEventAt < before;
