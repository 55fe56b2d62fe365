import { type Connection, type ConnectionState, openConnection, tieToConnection } from '@pawprint/amqp';
import { createWakeup, rejectOnAbort } from '@pawprint/async';
import {
  EXTRACTOR_QUEUE_OPTIONS,
  errorQueueOf,
  HEARTBEAT_EXCHANGE,
  privateQueueOf,
} from '@pawprint/protocol';
import type { Channel, ChannelModel } from 'amqplib';
import { concurrencyOf, type ExtractorDefinition, registrationOf } from '../../definition.ts';
import { createRedactor, errorText, type InstanceLog } from '../../instance-log.ts';
import type { RabbitSettings } from '../../settings.ts';
import type { Timings } from '../../timings.ts';
import { type Heartbeat, type HeartbeatPorts, startHeartbeat } from '../heartbeat.ts';
import type { Assignment, Instance, JobRunner, Lane } from '../lane.ts';
import { createRunningJobs } from '../running-jobs.ts';
import { listenForCancels } from './cancels.ts';
import { type Consumer, createConsumer } from './consumer.ts';
import { createHeldMessages } from './held-messages.ts';
import { createAssignment } from './message-assignment.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { heartbeatMessage } from './outgoing-messages.ts';
import { type JobDelivery, receiveMessages } from './receive-messages.ts';

interface RabbitLanePorts {
  readonly settings: RabbitSettings;
  readonly log: InstanceLog;
  readonly timings: Timings;
}

/**
 * Jobs come as messages of the extractor's queue, and reports go to whoever sent them, as with pyClowder. What
 * pyClowder's JSON has no field for is in headers.
 */
export const createRabbitLane = (
  { settings, log, timings }: RabbitLanePorts,
  definition: ExtractorDefinition,
  instance: Instance,
): Lane => {
  const { broker, owner } = settings;
  const queue = owner ? privateQueueOf(owner.key, instance.extractor) : instance.extractor;
  const info = registrationOf(definition);
  const outbox = createOutbox();
  const held = createHeldMessages();
  const running = createRunningJobs();
  const received = createDeliveryQueue();
  const onDelivery = receiveMessages({ queue, held, outbox, log, onJob: received.add });
  const consumer = createConsumer({ queue, prefetch: concurrencyOf(definition), onDelivery });
  const assign = (delivery: JobDelivery) =>
    createAssignment({ outbox, held, running, log, timings }, { settings, queue, instance }, delivery);
  let connection: Connection | undefined;
  let heartbeat: Heartbeat | undefined;
  return {
    source: `the queue ${queue} at ${broker.uris.map(addressWithoutPassword).join(', ')}`,
    async open() {
      const setup = setUpChannels({ queue, outbox, consumer, cancel: running.cancel, log });
      const name = `${queue} ${instance.id}`;
      connection = await openConnection({ broker, name, setup, onState: logState(log) });
      const facts = { instanceId: instance.id, queue, info, owned: owner };
      const send: HeartbeatPorts['send'] = async (what, signal) => {
        // Without a connection the last heartbeat is left out, so that the stop does not wait for the broker.
        if (what === 'stopping' && !outbox.isOpen()) throw new Error('RabbitMQ is away.');
        await rejectOnAbort(outbox.publish(heartbeatMessage(facts, timings.heartbeatMs, what)), signal);
      };
      heartbeat = startHeartbeat({ send, log }, timings.heartbeatMs);
      return true;
    },
    runJobs: (runner) => runReceivedJobs({ received, consumer, assign }, runner),
    async close(limitMs) {
      await heartbeat?.stop(limitMs);
      outbox.close();
      await connection?.close();
    },
  };
};

/** A broker's address without the user and password in it. */
const addressWithoutPassword = (uri: string): string => {
  const { protocol, host, pathname } = new URL(uri);
  return `${protocol}//${host}${pathname}`;
};

/** Logs one line when the connection breaks and one when it is back, and none for the tries in between. */
const logState = (log: InstanceLog) => {
  const redact = createRedactor(undefined);
  return (next: ConnectionState, previous: ConnectionState): void => {
    if (next.state === 'away') log.warn(`RabbitMQ is away: ${redact(next.reason)}. Trying again.`);
    else if (next.state === 'blocked') log.warn(`RabbitMQ takes no messages for now: ${next.reason}.`);
    else if (previous.state === 'blocked') log.info('RabbitMQ takes messages again.');
    else log.info('RabbitMQ: connected.');
  };
};

interface ChannelPorts {
  readonly queue: string;
  readonly outbox: Outbox;
  readonly consumer: Consumer;
  readonly cancel: (jobId: string) => void;
  readonly log: InstanceLog;
}

/** Sets up a new connection: reports of before it go out first, then messages come in. */
const setUpChannels =
  ({ queue, outbox, consumer, cancel, log }: ChannelPorts) =>
  async (model: ChannelModel): Promise<void> => {
    const onError = (error: Error): void => log.warn(`RabbitMQ: ${error.message}`);
    const outgoing = tieToConnection(model, await model.createConfirmChannel(), onError);
    await declareQueues(outgoing, queue);
    await listenForCancels(model, cancel).catch((error: unknown) =>
      log.warn(`Requests to cancel jobs are not received: ${errorText(error)}`),
    );
    outbox.use(outgoing);
    await consumer.use(tieToConnection(model, await model.createChannel(), onError));
  };

/** Before the first heartbeat: a server that receives one may send a job at once. */
const declareQueues = async (channel: Channel, queue: string): Promise<void> => {
  await channel.assertExchange(HEARTBEAT_EXCHANGE, 'fanout', { durable: true });
  await channel.assertQueue(errorQueueOf(queue), EXTRACTOR_QUEUE_OPTIONS);
  await channel.assertQueue(queue, EXTRACTOR_QUEUE_OPTIONS);
};

interface DeliveryQueue {
  readonly add: (delivery: JobDelivery) => void;
  /** Waits for the next delivery; undefined once the signal aborts. */
  readonly next: (signal: AbortSignal) => Promise<JobDelivery | undefined>;
  /** Removes and returns all deliveries. */
  readonly removeAll: () => readonly JobDelivery[];
}

const createDeliveryQueue = (): DeliveryQueue => {
  const deliveries: JobDelivery[] = [];
  const added = createWakeup();
  return {
    add(delivery) {
      deliveries.push(delivery);
      added.wake();
    },
    async next(signal) {
      while (deliveries.length === 0 && !signal.aborted) await added.wait({ signal });
      return signal.aborted ? undefined : deliveries.shift();
    },
    removeAll: () => deliveries.splice(0),
  };
};

interface ReceivedJobs {
  readonly received: DeliveryQueue;
  readonly consumer: Consumer;
  readonly assign: (delivery: JobDelivery) => Assignment;
}

/** Starts received jobs while there is room, until the instance stops; those not started are put back. */
const runReceivedJobs = async (
  { received, consumer, assign }: ReceivedJobs,
  { slots, stopping, start }: JobRunner,
): Promise<void> => {
  for (;;) {
    await slots.free();
    const next = await received.next(stopping);
    if (!next) break;
    // The connection broke while the message waited: the broker delivers it again.
    if (!next.delivery.isLost()) slots.occupy(start(assign(next)));
  }
  await consumer.stop();
  for (const { delivery } of received.removeAll()) delivery.putBack();
};
