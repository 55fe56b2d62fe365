import type { Delivery } from './consumer.ts';

/** How many ended messages are remembered, in case an acknowledgement did not reach the broker. */
const MAX_REMEMBERED = 1_000;

/** The message of a job that runs here. */
export interface HeldMessage {
  /** The connection has broken: the broker delivers the message again, to this process or another one. */
  readonly isLost: () => boolean;
  /** The job has ended: its message is done, also where the acknowledgement does not reach the broker. */
  readonly acknowledge: () => void;
  /** The job has not ended: the next instance that gets the message starts it again. */
  readonly putBack: () => void;
}

export interface HeldMessages {
  readonly hold: (delivery: Delivery) => HeldMessage;
  /** True where the job of the message still runs here or has ended here: it must not be started again. */
  readonly recognise: (delivery: Delivery) => boolean;
}

/**
 * After a connection broke, the broker delivers again the messages of jobs that still run in this process, and of jobs
 * whose acknowledgement it did not get. Those that come back to this process are recognised here.
 */
export const createHeldMessages = (): HeldMessages => {
  const running = new Map<string, { delivery: Delivery }>();
  const ended = new Map<string, Delivery>();

  const remember = (delivery: Delivery) => {
    ended.set(delivery.key, delivery);
    const [oldest] = ended.keys();
    if (ended.size > MAX_REMEMBERED && oldest !== undefined) ended.delete(oldest);
  };
  const isRunning = (delivery: Delivery): boolean => {
    const held = running.get(delivery.key);
    if (!held?.delivery.isLost()) return false;
    held.delivery = delivery;
    return true;
  };
  /** On the channel of its acknowledgement a message cannot come back: the same one there was sent again, as a new job. */
  const hasEnded = (delivery: Delivery): boolean => {
    if (!delivery.redelivered || !ended.get(delivery.key)?.isLost()) return false;
    ended.delete(delivery.key);
    delivery.acknowledge();
    return true;
  };
  const release = (held: { delivery: Delivery }): Delivery => {
    const { delivery } = held;
    if (running.get(delivery.key) === held) running.delete(delivery.key);
    return delivery;
  };
  return {
    recognise: (delivery) => isRunning(delivery) || hasEnded(delivery),
    hold(delivery) {
      const held = { delivery };
      running.set(delivery.key, held);
      return {
        isLost: () => held.delivery.isLost(),
        acknowledge() {
          remember(release(held));
          held.delivery.acknowledge();
        },
        putBack: () => release(held).putBack(),
      };
    },
  };
};
