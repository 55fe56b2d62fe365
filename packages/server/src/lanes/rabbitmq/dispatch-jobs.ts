import { dispatchWindow } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { markUnroutable } from '../../store/extractors/mark-unroutable.ts';
import type { DispatchTarget } from '../../store/extractors/read-dispatchable.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { countInBroker, lockDispatch } from '../../store/jobs/dispatch-window.ts';
import { lockDispatchableJobs } from '../../store/jobs/lock-dispatchable-jobs.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { readMessageContexts } from '../../store/jobs/read-message-context.ts';
import type { Schema } from '../../store/schema.ts';
import type { TrackedJob } from '../../tracking/tracked-job.ts';
import { buildMessage } from './build-message.ts';
import { handedOver } from './handed-over.ts';
import type { Delivery, OutgoingMessage } from './message-publisher.ts';
import type { DispatchPorts } from './ports.ts';
import { withinLimit } from './within-limit.ts';

/** Jobs are locked while they are handed over: no more than the broker confirms in a moment. */
const AT_ONCE = 200;

export interface Dispatched {
  readonly handedOver: number;
  /** The extractor has no queue: nothing more can be handed over for now. */
  readonly unroutable: boolean;
}

const NOTHING: Dispatched = { handedOver: 0, unroutable: false };

const writeMessages = async (
  trx: Transaction<Schema>,
  { credentials, publicUrl, replyQueue }: DispatchPorts,
  { name, ownName, queue, version }: DispatchTarget,
  jobs: readonly TrackedJob[],
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

/** What the broker said after the batch had been given up waiting for it. */
const recordLateDelivery = (
  { db, now }: DispatchPorts,
  jobId: string,
  queue: string,
  delivery: Delivery,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const jobs = await lockJobs(trx, [jobId]);
    await appendEvents(
      trx,
      jobs.map((job) => handedOver(job, queue, delivery, now())),
    );
  });

/** Messages that were sent and not answered yet, by job id: not to be sent again meanwhile. */
export type UnderWay = Set<string>;

const publishAll = (
  ports: DispatchPorts,
  messages: readonly OutgoingMessage[],
  underWay: UnderWay,
): Promise<Delivery[]> =>
  Promise.all(
    messages.map(async (message) => {
      const delivery = ports.publisher.publish(message);
      const inTime = await withinLimit(delivery, ports.confirmLimitMs);
      if (inTime !== undefined) return inTime;
      underWay.add(message.id);
      void delivery
        .then((late) => recordLateDelivery(ports, message.id, message.queue, late))
        .catch(ports.onError)
        .finally(() => underWay.delete(message.id));
      return { outcome: 'unsent', reason: 'the broker has not confirmed it yet' } as const;
    }),
  );

const handOver = async (
  trx: Transaction<Schema>,
  ports: DispatchPorts,
  target: DispatchTarget,
  jobs: readonly TrackedJob[],
  underWay: UnderWay,
): Promise<Dispatched> => {
  const deliveries = await publishAll(ports, await writeMessages(trx, ports, target, jobs), underWay);
  const now = ports.now();
  const unroutable = deliveries.some(({ outcome }) => outcome === 'unroutable');
  if (unroutable) await markUnroutable(trx, target.name, now);
  const changes = jobs.map((job, index) => handedOver(job, target.queue, deliveries[index], now));
  await appendEvents(trx, changes);
  return { handedOver: deliveries.filter(({ outcome }) => outcome === 'confirmed').length, unroutable };
};

/**
 * Hands the broker as many jobs of an extractor as its window has room for. Their rows stay locked until the broker has
 * answered and the answer is stored, so that what an extractor reports at once is stored after it. A server that dies
 * between the two leaves the job held and its message sent: it is then sent twice, and the second start shows it.
 */
export const dispatchJobs = (
  ports: DispatchPorts,
  target: DispatchTarget,
  underWay: UnderWay,
): Promise<Dispatched> =>
  ports.db.transaction().execute(async (trx) => {
    if (!(await lockDispatch(trx, target.name))) return NOTHING;
    const inBroker = (await countInBroker(trx, target.name)) + underWay.size;
    const room = Math.min(AT_ONCE, dispatchWindow(target.liveInstances, ports.window) - inBroker);
    if (room <= 0) return NOTHING;
    const turn = { extractor: target.name, room, except: [...underWay] };
    const jobs = await lockDispatchableJobs(trx, turn, ports.now());
    return jobs.length === 0 ? NOTHING : handOver(trx, ports, target, jobs, underWay);
  });
