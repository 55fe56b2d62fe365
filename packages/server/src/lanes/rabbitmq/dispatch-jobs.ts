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
  /** How long a batch waits for confirms. Those that come later are stored one by one. */
  readonly confirmLimitMs: number;
  readonly lateConfirms: LateConfirms;
  readonly onError: (error: unknown) => void;
}

interface Dispatched {
  readonly dispatched: number;
  /** The batch took all the room that there was: further jobs may be held, and messages may have been started since. */
  readonly mayHaveMore: boolean;
}

const NONE: Dispatched = { dispatched: 0, mayHaveMore: false };

/** Jobs are locked until their messages are confirmed, and reports on them wait: no more than the broker confirms in a moment. */
const MAX_BATCH = 500;
/** A message about metadata contains it, of megabytes maybe. */
const MAX_WITH_METADATA = 100;

/**
 * Publishes as many jobs of an extractor as its dispatch window has room for, unless an operator has switched it off or
 * paused it since the pass over all extractors began. Their rows stay locked until the results
 * are stored, so that a report that an extractor sends at once is stored afterwards. A message that is not confirmed in
 * time keeps its place in the window, on all servers, until the broker has answered. A server that dies between
 * publishing and storing leaves the job held although its message was sent: the job is then sent twice, and its second
 * start shows that.
 */
export const dispatchJobs = (ports: DispatchPorts, target: DispatchTarget): Promise<Dispatched> =>
  ports.db.transaction().execute(async (trx) => {
    if (!(await lockDispatch(trx, target.name)) || !(await getsJobs(trx, target.name))) return NONE;
    const inBroker = await countInBroker(trx, target.name);
    const waiting = [...inBroker.values()].reduce((sum, jobs) => sum + jobs, 0);
    const room = Math.min(MAX_BATCH, dispatchWindow(target.liveInstances, ports.window) - waiting);
    if (room <= 0) return NONE;
    const jobs = await lockDispatchableJobs(trx, { extractor: target.name, room, inBroker }, ports.now());
    if (jobs.length === 0) return NONE;
    const { dispatched, unroutable } = await dispatchBatch(trx, ports, target, limitMetadata(jobs));
    return { dispatched, mayHaveMore: dispatched > 0 && !unroutable && jobs.length === room };
  });

/** The first of these jobs. */
const limitMetadata = (jobs: readonly Job[]): readonly Job[] => {
  const withMetadata = jobs.filter(
    ({ facts }) => facts.dataChange !== null && 'metadataId' in facts.dataChange,
  );
  const beyond = withMetadata[MAX_WITH_METADATA];
  return beyond === undefined ? jobs : jobs.slice(0, jobs.indexOf(beyond));
};

interface BatchResult {
  readonly dispatched: number;
  /** The extractor has no queue: no further job can be dispatched to it for now. */
  readonly unroutable: boolean;
}

const dispatchBatch = async (
  trx: DatabaseTransaction,
  ports: DispatchPorts,
  target: DispatchTarget,
  jobs: readonly Job[],
): Promise<BatchResult> => {
  // All messages are built before the first is published: a failure to build one then leaves none sent.
  const messages = await buildMessages(trx, ports, target, jobs);
  const published = await Promise.all(messages.map((each) => publishJob(ports, each)));
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
  return { dispatched: withOutcome('confirmed').length, unroutable };
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

const publishJob = async (
  ports: DispatchPorts,
  { job, message, sent }: MessageOfJob,
): Promise<MessageOfJob & { readonly result: PublishResult }> => {
  const result = await ports.publisher.publish(message, ports.confirmLimitMs);
  if (result.outcome === 'unanswered')
    storeLateConfirm(ports, job, { queue: message.queue, sent }, result.later);
  return { job, message, sent, result };
};
