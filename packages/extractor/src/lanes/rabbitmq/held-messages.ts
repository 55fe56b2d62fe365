import type { Delivery } from './delivery.ts';

/** How many ended messages are remembered, for the case that the broker did not hear of their end. */
const MOST_REMEMBERED = 1_000;

/** The message of a job that runs here. */
export interface HeldMessage {
  /** The broker is delivering it to somebody anew, and this process has not been given it yet. */
  readonly isLost: () => boolean;
  /** The job has ended, whatever becomes of its message. */
  readonly acknowledge: () => void;
  /** The job has not ended: whoever gets the message next begins anew. */
  readonly putBack: () => void;
}

export interface HeldMessages {
  readonly hold: (delivery: Delivery) => HeldMessage;
  /** True where the message was this process's already, and its job runs on or has ended: it must not begin again. */
  readonly takeOver: (delivery: Delivery) => boolean;
}

/**
 * A connection that breaks makes the broker deliver again what this process still works on, and what it has ended
 * without the broker's hearing of it. Both come back here often enough, and are recognised.
 */
export const createHeldMessages = (): HeldMessages => {
  const running = new Map<string, { delivery: Delivery }>();
  const ended = new Map<string, Delivery>();

  const remember = (delivery: Delivery) => {
    ended.set(delivery.key, delivery);
    const [oldest] = ended.keys();
    if (ended.size > MOST_REMEMBERED && oldest !== undefined) ended.delete(oldest);
  };
  const runsOn = (delivery: Delivery): boolean => {
    const held = running.get(delivery.key);
    if (!held?.delivery.isLost()) return false;
    held.delivery = delivery;
    return true;
  };
  /** On the channel it was acknowledged on it can't come back: there, the same message was sent anew, to be done anew. */
  const hasEnded = (delivery: Delivery): boolean => {
    if (!delivery.redelivered || !ended.get(delivery.key)?.isLost()) return false;
    ended.delete(delivery.key);
    delivery.acknowledge();
    return true;
  };
  const letGo = (held: { delivery: Delivery }): Delivery => {
    const { delivery } = held;
    if (running.get(delivery.key) === held) running.delete(delivery.key);
    return delivery;
  };
  return {
    takeOver: (delivery) => runsOn(delivery) || hasEnded(delivery),
    hold(delivery) {
      const held = { delivery };
      running.set(delivery.key, held);
      return {
        isLost: () => held.delivery.isLost(),
        acknowledge() {
          remember(letGo(held));
          held.delivery.acknowledge();
        },
        putBack: () => letGo(held).putBack(),
      };
    },
  };
};
