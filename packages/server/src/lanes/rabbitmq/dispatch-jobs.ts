import { dispatchWindow, type SentMessage } from '@pawprint/core';
import type { JobCredentials } from '../../access/job-credential.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { Job } from '../../model/job.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { type DispatchTarget, markUnroutable } from '../../store/extractors/dispatch-targets.ts';
import { getsJobs } from '../../store/extractors/switches.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import {
  countInBroker,
  type DispatchRoom,
  type JobsInBroker,
  lockDispatch,
  lockDispatchableJobs,
  readMessageContexts,
} from '../../store/jobs/dispatchable-jobs.ts';
import { markUnconfirmed } from '../../store/jobs/jobs-in-broker.ts';
import { jobMessageToJson } from '../../wire/rabbitmq-message.ts';
import { type LateConfirms, storeLateConfirm } from './late-confirms.ts';
import type { JobMessage, MessagePublisher, PublishResult } from './message-publisher.ts';
import { applyPublishResult } from './publish-result.ts';

export interface DispatchPorts extends Pick<JobPorts, 'db' | 'now'> {
  readonly publisher: MessagePublisher;
  readonly credentials: Pick<JobCredentials, 'issue'>;
  /** Where extractors reach the server, without trailing slash. */
  readonly publicUrl: string;
  readonly replyQueue: string;
  /** How many messages of an extractor may wait in the broker; null for core's rule. */
  readonly window: number | null;
  /** The most jobs of a batch. They are locked until their messages are confirmed, and reports on them wait. */
  readonly batchSize: number;
  /** How long a batch waits for confirms. Those that come later are stored one by one. */
  readonly confirmLimitMs: number;
  readonly lateConfirms: LateConfirms;
  /** Whether extractors can reach the server, and the broker takes messages. */
  readonly canDispatch: () => boolean;
  readonly onError: (error: unknown) => void;
}

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

/** Jobs whose messages are published, and stay locked until what became of these is stored. */
interface StartedBatch {
  readonly jobs: readonly Job[];
  /** How many further jobs are locked and not published: no other batch can take them before this one is stored. */
  readonly leftLocked: number;
  readonly stored: Promise<BatchResult>;
}

interface BatchResult {
  readonly dispatched: number;
  /** The broker has confirmed all messages in time. */
  readonly isWhole: boolean;
  /** The extractor has no queue: no further job can be dispatched to it for now. */
  readonly unroutable: boolean;
}

/** Resolves when the messages of the next held jobs are published; none if there are no such jobs. */
const startBatch = (
  ports: DispatchPorts,
  target: DispatchTarget,
  room: Omit<DispatchRoom, 'extractor'>,
): Promise<StartedBatch> =>
  new Promise((resolve, reject) => {
    const stored = ports.db.transaction().execute(async (trx) => {
      const locked = await lockDispatchableJobs(trx, { ...room, extractor: target.name }, ports.now());
      const jobs = limitMetadata(locked);
      // All messages are built before the first is published: a failure to build one then leaves none sent.
      const messages = await buildMessages(trx, ports, target, jobs);
      const published = Promise.all(messages.map((each) => publishJob(ports, each)));
      resolve({ jobs, leftLocked: locked.length - jobs.length, stored });
      return storeResults(trx, ports, target, await published);
    });
    stored.catch(reject);
  });

/** A message about metadata contains it, of megabytes maybe. */
const MAX_WITH_METADATA = 100;

/** The first of these jobs. */
const limitMetadata = (jobs: readonly Job[]): readonly Job[] => {
  const withMetadata = jobs.filter(
    ({ facts }) => facts.dataChange !== null && 'metadataId' in facts.dataChange,
  );
  const beyond = withMetadata[MAX_WITH_METADATA];
  return beyond === undefined ? jobs : jobs.slice(0, jobs.indexOf(beyond));
};

interface MessageOfJob {
  readonly job: Job;
  readonly message: JobMessage;
  readonly sent: SentMessage;
}

const buildMessages = async (
  trx: DatabaseTransaction,
  { credentials, publicUrl, replyQueue }: DispatchPorts,
  { name, ownName, queue }: DispatchTarget,
  jobs: readonly Job[],
): Promise<MessageOfJob[]> => {
  const contexts = await readMessageContexts(
    trx,
    jobs.map(({ facts }) => facts),
  );
  return Promise.all(
    jobs.map(async (job) => {
      const { id, submittedBy } = job.facts;
      // For every attempt, since pyClowder puts the same message back for the next one, and for whatever version gets it.
      const holder = { jobId: id, attempt: null, extractor: name, extractorVersion: null, submittedBy };
      const sent = { attempt: job.progress.attempts.length + 1, host: publicUrl, ownName };
      const context = {
        ...(contexts.get(id) ?? { email: null, metadata: null }),
        secretKey: await credentials.issue(holder),
        ...sent,
      };
      return {
        job,
        sent,
        message: { id, queue, replyTo: replyQueue, json: jobMessageToJson(job.facts, context) },
      };
    }),
  );
};

interface PublishedJob extends MessageOfJob {
  readonly result: PublishResult;
}

const publishJob = async (
  ports: DispatchPorts,
  { job, message, sent }: MessageOfJob,
): Promise<PublishedJob> => {
  const result = await ports.publisher.publish(message, ports.confirmLimitMs);
  if (result.outcome === 'unanswered')
    storeLateConfirm(ports, job, { queue: message.queue, sent }, result.later);
  return { job, message, sent, result };
};

const storeResults = async (
  trx: DatabaseTransaction,
  ports: DispatchPorts,
  target: DispatchTarget,
  published: readonly PublishedJob[],
): Promise<BatchResult> => {
  const now = ports.now();
  const withOutcome = (outcome: PublishResult['outcome']): string[] =>
    published.filter(({ result }) => result.outcome === outcome).map(({ job }) => job.facts.id);
  const unroutable = withOutcome('unroutable').length > 0;
  if (unroutable) await markUnroutable(trx, target.name, now);
  await markUnconfirmed(trx, withOutcome('unanswered'), now);
  await appendEvents(
    trx,
    published.map(({ job, message, sent, result }) =>
      applyPublishResult(job, { queue: message.queue, sent }, result, now),
    ),
  );
  const dispatched = withOutcome('confirmed').length;
  return { dispatched, isWhole: dispatched === published.length, unroutable };
};
