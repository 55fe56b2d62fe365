import { privateQueueOf } from '@pawprint/protocol';
import { concurrencyOf, type ExtractorDefinition, registrationOf } from '../../definition.ts';
import type { Instance } from '../../instance/instance.ts';
import type { InstanceLog } from '../../instance-log.ts';
import type { Timings } from '../../timings.ts';
import { type Heartbeat, startHeartbeat } from '../heartbeat.ts';
import type { Lane } from '../lane.ts';
import { assignmentOf } from './assignment-of-message.ts';
import { type BrokerLink, openBrokerLink } from './broker-link.ts';
import { createConsumer } from './consumer.ts';
import { createHeldMessages } from './held-messages.ts';
import { createInbox } from './inbox.ts';
import { createOutbox } from './outbox.ts';
import type { RabbitSettings } from './rabbit-settings.ts';
import { type Arrival, receiveMessages } from './receive-messages.ts';
import { createRunningJobs } from './running-jobs.ts';
import { sayToBroker } from './say-heartbeat.ts';
import { setUpChannels } from './set-up-channels.ts';
import { takeMessages } from './take-messages.ts';

export interface RabbitLanePorts {
  readonly settings: RabbitSettings;
  readonly log: InstanceLog;
  readonly timings: Timings;
}

/** A broker's address without the name and password in it. */
const plainAddress = (uri: string): string => {
  const { protocol, host, pathname } = new URL(uri);
  return `${protocol}//${host}${pathname}`;
};

/**
 * Jobs come as messages of the extractor's queue, and reports go to whoever sent them: as pyClowder does it, with what
 * more there is to say in headers.
 */
export const createRabbitLane = (
  { settings, log, timings }: RabbitLanePorts,
  definition: ExtractorDefinition,
  instance: Instance,
): Lane => {
  const { uri, owner } = settings;
  const queue = owner ? privateQueueOf(owner.key, instance.extractor) : instance.extractor;
  const info = registrationOf(definition);
  const outbox = createOutbox();
  const held = createHeldMessages();
  const running = createRunningJobs();
  const inbox = createInbox<Arrival>();
  const onDelivery = receiveMessages({ queue, held, outbox, log, arrived: inbox.put });
  const consumer = createConsumer({ queue, prefetch: concurrencyOf(definition), onDelivery });
  const assign = (arrival: Arrival) =>
    assignmentOf({ outbox, held, running, log, timings }, { settings, queue, instance }, arrival);
  let link: BrokerLink | undefined;
  let heartbeat: Heartbeat | undefined;
  return {
    source: `the queue ${queue} at ${plainAddress(uri)}`,
    async open() {
      const setup = setUpChannels({ queue, outbox, consumer, cancel: running.cancel, log });
      link = await openBrokerLink({ uri, name: `${queue} ${instance.id}`, log, setup });
      const facts = { instanceId: instance.id, queue, info, owned: owner };
      const say = sayToBroker(outbox, facts, timings.heartbeatMs);
      heartbeat = startHeartbeat({ say, log }, timings.heartbeatMs);
      return true;
    },
    takeJobs: (taker) => takeMessages({ inbox, consumer, assign }, taker),
    async close(timeMs) {
      await heartbeat?.stop(timeMs);
      outbox.close();
      await link?.close();
    },
  };
};
