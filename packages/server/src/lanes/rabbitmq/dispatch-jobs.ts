import { dispatchWindow } from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import type { DispatchTarget } from '../../store/extractors/dispatch-targets.ts';
import { getsJobs } from '../../store/extractors/switches.ts';
import { countInBroker, type JobsInBroker, lockDispatch } from '../../store/jobs/dispatchable-jobs.ts';
import { type BatchResult, type DispatchPorts, type StartedBatch, startBatch } from './dispatch-batch.ts';

interface Dispatched {
  readonly dispatched: number;
  /** The last batch took all the room that there was: further jobs may be held, and messages may have been started since. */
  readonly mayHaveMore: boolean;
}

/**
 * Publishes as many jobs of an extractor as its dispatch window has room for, unless an operator has switched it off or
 * paused it since the pass over all extractors began, batch by batch. A batch is published while the one before it is
 * stored: each has a transaction of its own, in which its rows stay locked until the results are stored, so that a report
 * that an extractor sends at once is stored afterwards. The transaction around them holds the lock that no other server
 * dispatches for the extractor meanwhile, until the last batch is committed and counts in the window for all.
 *
 * A message that is not confirmed in time keeps its place in the window, on all servers, until the broker has answered. A
 * server that dies between publishing and storing leaves its batches held although their messages were sent: the jobs
 * are then sent twice, and their second start shows that.
 */
export const dispatchJobs = (ports: DispatchPorts, target: DispatchTarget): Promise<Dispatched> =>
  ports.db.transaction().execute(async (lock) => {
    if (!(await lockDispatch(lock, target.name))) return { dispatched: 0, mayHaveMore: false };
    return dispatchBatches(ports, target, lock);
  });

/** One is published while the other is stored. */
const MAX_UNDER_WAY = 2;

const dispatchBatches = async (
  ports: DispatchPorts,
  target: DispatchTarget,
  lock: DatabaseTransaction,
): Promise<Dispatched> => {
  const window = dispatchWindow(target.liveInstances, ports.window);
  const inBroker = new Map(await countInBroker(lock, target.name));
  const batches = createBatches();
  let isFull = false;
  try {
    for (;;) {
      const room = Math.min(ports.batchSize, window - sumOf(inBroker));
      // The statement also fails where the connection broke that holds the lock.
      if (room <= 0 || !ports.canDispatch() || !(await getsJobs(lock, target.name))) break;
      const batch = await startBatch(ports, target, { room, inBroker, without: batches.jobIds() });
      batches.add(batch);
      addJobs(inBroker, batch.jobs);
      isFull = batch.jobs.length + batch.leftLocked === room;
      // The next batch would skip what this one has locked and not published, and take what comes after it.
      const { areWhole } = await batches.waitUntilStored(batch.leftLocked > 0 ? 0 : MAX_UNDER_WAY - 1);
      if (!isFull || !areWhole) break;
    }
    const { dispatched, unroutable } = await batches.waitUntilStored(0);
    return { dispatched, mayHaveMore: isFull && dispatched > 0 && !unroutable };
  } finally {
    await batches.ended();
  }
};

/** The batches of a pass: those that are not stored yet, oldest first, and what became of the others. */
const createBatches = () => {
  const underWay: StartedBatch[] = [];
  const results: BatchResult[] = [];
  return {
    add: (batch: StartedBatch) => void underWay.push(batch),
    jobIds: () => underWay.flatMap(({ jobs }) => jobs.map(({ facts }) => facts.id)),
    /** Waits until only so many are left. Rejects where one could not be stored. */
    async waitUntilStored(left: number) {
      for (let [oldest] = underWay; oldest && underWay.length > left; [oldest] = underWay) {
        results.push(await oldest.stored);
        underWay.shift();
      }
      return {
        dispatched: results.reduce((sum, { dispatched }) => sum + dispatched, 0),
        areWhole: results.every(({ isWhole }) => isWhole),
        unroutable: results.some(({ unroutable }) => unroutable),
      };
    },
    /** Resolves when none is under way, also where one could not be stored. */
    ended: () => Promise.allSettled(underWay.map(({ stored }) => stored)),
  };
};

const sumOf = (inBroker: JobsInBroker): number => [...inBroker.values()].reduce((sum, jobs) => sum + jobs, 0);

const addJobs = (inBroker: Map<string, number>, jobs: readonly Job[]): void => {
  for (const { facts } of jobs) {
    const person = facts.submittedBy ?? '';
    inBroker.set(person, (inBroker.get(person) ?? 0) + 1);
  }
};
