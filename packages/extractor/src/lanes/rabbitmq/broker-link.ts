import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';
import type { InstanceLog } from '../../instance-log.ts';
import { createRedactor } from './redact.ts';

export interface BrokerLinkPorts {
  readonly uri: string;
  /** Shown to the broker's operators. */
  readonly name: string;
  readonly log: InstanceLog;
  /** Opens channels and consumers; run after every connect, for none of them outlives its connection. */
  readonly setup: (model: ChannelModel) => Promise<void>;
}

export interface BrokerLink {
  readonly close: () => Promise<void>;
}

const RECOVERY = { initialDelay: 200, maxDelay: 15_000, factor: 2, jitter: 0.5 };
const CONNECT_LIMIT_MS = 10_000;
/** A broker that does not answer the goodbye is left without one. */
const CLOSE_LIMIT_MS = 2_000;

/** One line when the broker goes, one when it comes back, and none for every try in between. */
const tellChanges = (model: RecoveringChannelModel, log: InstanceLog): void => {
  const redact = createRedactor(undefined);
  let there: boolean | undefined;
  const away = (error: Error) => {
    if (there !== false) log.warn(`RabbitMQ is away: ${redact(error.message)}. Trying again.`);
    there = false;
  };
  const connected = () => {
    if (there !== true) log.info('RabbitMQ: connected.');
    there = true;
  };
  model.on('connect', connected);
  model.on('connect-failed', away);
  model.on('disconnect', away);
  model.on('blocked', (reason) => log.warn(`RabbitMQ takes no messages for now: ${reason}.`));
  model.on('unblocked', () => log.info('RabbitMQ takes messages again.'));
  // Followed by `disconnect`, which says the same; unheard it would end the process.
  model.on('error', () => undefined);
};

/** Before it is set up, nobody listens to a connection: one that breaks then would end the process. */
const survivingErrors =
  (setup: BrokerLinkPorts['setup']): BrokerLinkPorts['setup'] =>
  (model) => {
    model.on('error', () => undefined);
    return setup(model);
  };

/** A connection that is made again for as long as it takes, with growing, jittered pauses. Does not wait for the first. */
export const openBrokerLink = async ({ uri, name, log, setup }: BrokerLinkPorts): Promise<BrokerLink> => {
  const model = await connect(uri, {
    clientProperties: { connection_name: name },
    timeout: CONNECT_LIMIT_MS,
    recovery: { ...RECOVERY, setup: survivingErrors(setup), waitForConnect: false },
  });
  tellChanges(model, log);
  return {
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, CLOSE_LIMIT_MS);
        void model
          .close()
          .catch(() => undefined)
          .finally(() => {
            clearTimeout(timer);
            resolve();
          });
      }),
  };
};
