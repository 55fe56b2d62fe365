import { WAITING_STATES } from '@pawprint/core';
import type { Channel } from 'amqplib';
import type { Job } from '../../model/job.ts';
import type { Database } from '../../store/database.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { readSilentInBroker, type SilentInBroker } from '../../store/jobs/jobs-in-broker.ts';
import { lockFreeJobs } from '../../store/jobs/lock-jobs.ts';
import { applyPublishResult } from './broker-answer.ts';
import { depthOf, type ErrorQueuePorts } from './error-queue.ts';

/** Long enough for every report that is under way to have arrived. */
const PATIENCE_MS = 15 * 60_000;

export type RequeuePorts = Pick<ErrorQueuePorts, 'now' | 'withChannel' | 'replyQueue'> & {
  readonly db: Database;
};

/** Nothing in the extractor's queue, and nothing on its way back: what waited there is not there. */
const isEmptied =
  (queue: string, replyQueue: string) =>
  async (channel: Channel): Promise<boolean> =>
    (await depthOf(channel, replyQueue)) === 0 && ((await depthOf(channel, queue)) ?? 0) === 0;

const stillWaits = ({ lane, progress: { state, lastEventAt } }: Job, before: number): boolean =>
  lane === 'rabbitmq' && WAITING_STATES.includes(state) && lastEventAt < before;

const requeue = (
  { db, now }: RequeuePorts,
  { queue, jobIds }: SilentInBroker,
  before: number,
): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const jobs = (await lockFreeJobs(trx, jobIds)).filter((job) => stillWaits(job, before));
    const gone = { outcome: 'unroutable', reason: `its message is no longer in the queue ${queue}` } as const;
    await appendEvents(
      trx,
      jobs.map((job) => applyPublishResult(job, queue, gone, now())),
    );
    return jobs.length;
  });

/**
 * Takes jobs back whose messages are gone from the broker: somebody emptied or deleted the queue, or the broker lost
 * its disk. They would keep their places in the window for ever. They are handed over again; a message that was in some
 * extractor's hands after all makes a second attempt, and shows. Answers how many there were.
 */
export const requeueVanished = async (ports: RequeuePorts): Promise<number> => {
  const before = ports.now() - PATIENCE_MS;
  let taken = 0;
  for (const waiting of await readSilentInBroker(ports.db, before)) {
    const gone = await ports.withChannel(isEmptied(waiting.queue, ports.replyQueue));
    if (gone === true) taken += await requeue(ports, waiting, before);
  }
  return taken;
};
