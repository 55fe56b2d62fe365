import { dispatchWindow } from '@pawprint/core';
import type { Transaction } from 'kysely';
import type { JobCredentials } from '../../access/job-credential.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { Job } from '../../model/job.ts';
import { type DispatchTarget, markUnroutable } from '../../store/extractors/dispatch-targets.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import {
  countInBroker,
  lockDispatch,
  lockDispatchableJobs,
  readMessageContexts,
} from '../../store/jobs/dispatchable-jobs.ts';
import { markUnconfirmed } from '../../store/jobs/jobs-in-broker.ts';
import type { Schema } from '../../store/schema.ts';
import { buildMessage } from '../../wire/rabbitmq-message.ts';
import { applyPublishResult } from './broker-answer.ts';
import { awaitLateConfirm, type LateConfirms } from './late-answers.ts';
import type { Delivery, MessagePublisher, OutgoingMessage } from './message-publisher.ts';
import { withinTime } from './within-time.ts';

/** Jobs are locked while they are handed over: no more than the broker confirms in a moment. */
const AT_ONCE = 200;

interface Dispatched {
  readonly dispatched: number;
  /** The extractor has no queue: nothing more can be handed over for now. */
  readonly unroutable: boolean;
}

const NOTHING: Dispatched = { dispatched: 0, unroutable: false };

const writeMessages = async (
  trx: Transaction<Schema>,
  { credentials, publicUrl, replyQueue }: DispatchPorts,
  { name, ownName, queue, version }: DispatchTarget,
  jobs: readonly Job[],
): Promise<OutgoingMessage[]> => {
  const contexts = await readMessageContexts(
    trx,
    jobs.map(({ facts }) => facts),
  );
  return Promise.all(
    jobs.map(async ({ facts, progress }) => {
      const { id, submittedBy } = facts;
      // The same message serves every attempt: pyClowder puts it back as it is.
      const holder = { jobId: id, attempt: null, extractor: name, extractorVersion: version, submittedBy };
      const context = {
        ...(contexts.get(id) ?? { email: null, metadata: null }),
        secretKey: await credentials.issue(holder),
        attempt: progress.attempts.length + 1,
        host: publicUrl,
        ownName,
      };
      return { id, queue, replyTo: replyQueue, body: buildMessage(facts, context) };
    }),
  );
};

/** Undefined for those that the broker has not answered in time: it is heard when it does. */
const publishAll = (
  ports: DispatchPorts,
  jobs: readonly Job[],
  messages: readonly OutgoingMessage[],
): Promise<(Delivery | undefined)[]> =>
  Promise.all(
    jobs.map(async (job, index) => {
      const message = messages[index];
      if (message === undefined) throw new Error(`no message was written for the job ${job.facts.id}`);
      const answer = ports.publisher.publish(message);
      const inTime = await withinTime(answer, ports.confirmLimitMs);
      if (inTime === undefined) awaitLateConfirm(ports, job, message.queue, answer);
      return inTime;
    }),
  );

const handOver = async (
  trx: Transaction<Schema>,
  ports: DispatchPorts,
  target: DispatchTarget,
  jobs: readonly Job[],
): Promise<Dispatched> => {
  const deliveries = await publishAll(ports, jobs, await writeMessages(trx, ports, target, jobs));
  const now = ports.now();
  const unroutable = deliveries.some((delivery) => delivery?.outcome === 'unroutable');
  if (unroutable) await markUnroutable(trx, target.name, now);
  const unanswered = jobs.filter((_, index) => deliveries[index] === undefined);
  await markUnconfirmed(
    trx,
    unanswered.map(({ facts }) => facts.id),
    now,
  );
  const changes = jobs.map((job, index) => applyPublishResult(job, target.queue, deliveries[index], now));
  await appendEvents(trx, changes);
  return {
    dispatched: deliveries.filter((delivery) => delivery?.outcome === 'confirmed').length,
    unroutable,
  };
};

/**
 * Hands the broker as many jobs of an extractor as its window has room for. Their rows stay locked until the broker has
 * answered and the answer is stored, so that what an extractor reports at once is stored after it. A message not
 * confirmed in time keeps its place in the window, on all servers, until the broker says what became of it. A server
 * that dies between the two leaves the job held and its message sent: it is then sent twice, and the second start shows
 * it.
 */
export const dispatchJobs = (ports: DispatchPorts, target: DispatchTarget): Promise<Dispatched> =>
  ports.db.transaction().execute(async (trx) => {
    if (!(await lockDispatch(trx, target.name))) return NOTHING;
    const inBroker = await countInBroker(trx, target.name);
    const room = Math.min(AT_ONCE, dispatchWindow(target.liveInstances, ports.window) - inBroker);
    if (room <= 0) return NOTHING;
    const jobs = await lockDispatchableJobs(trx, { extractor: target.name, room }, ports.now());
    return jobs.length === 0 ? NOTHING : handOver(trx, ports, target, jobs);
  });

export interface DispatchPorts extends Pick<JobPorts, 'db' | 'now'> {
  readonly publisher: MessagePublisher;
  readonly credentials: Pick<JobCredentials, 'issue'>;
  /** Where extractors reach the server, without trailing slash. */
  readonly publicUrl: string;
  readonly replyQueue: string;
  /** How many messages of an extractor may wait in the broker; null for the rule. */
  readonly window: number | null;
  /** How long a batch waits for the broker's word; what comes later is taken in on its own. */
  readonly confirmLimitMs: number;
  readonly lateConfirms: LateConfirms;
  readonly onError: (error: unknown) => void;
}
