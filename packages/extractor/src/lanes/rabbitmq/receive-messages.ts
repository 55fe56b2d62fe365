import type { InstanceLog } from '../../instance-log.ts';
import type { Delivery } from './delivery.ts';
import type { HeldMessages } from './held-messages.ts';
import type { Outbox } from './outbox.ts';
import { readContent, type WorkOrder } from './read-delivery.ts';
import { errorCopyOf } from './stored-messages.ts';

/** A message that can be worked on. */
export interface Arrival {
  readonly delivery: Delivery;
  readonly order: WorkOrder;
}

export interface ReceiverPorts {
  readonly queue: string;
  readonly held: HeldMessages;
  readonly outbox: Outbox;
  readonly log: InstanceLog;
  readonly arrived: (arrival: Arrival) => void;
}

/** Sorts what is delivered: known already, unreadable, or work. */
export const receiveMessages = (ports: ReceiverPorts): ((delivery: Delivery) => void) => {
  const { queue, held, outbox, log, arrived } = ports;
  /** Nobody can make anything of it: it must neither be tried for ever nor be lost. */
  const refuse = async (delivery: Delivery, problem: string) => {
    log.error(`A message of the queue ${queue} can't be used: ${problem}. It goes to error.${queue}.`);
    await outbox.publish(errorCopyOf(queue, delivery, problem));
    delivery.acknowledge();
  };
  return (delivery) => {
    if (held.takeOver(delivery)) return;
    const order = readContent(delivery.content);
    // Not refused when the instance leaves first: then the message is still in the queue.
    if ('problem' in order) refuse(delivery, order.problem).catch(() => undefined);
    else arrived({ delivery, order });
  };
};
