import { ExtractorMessage } from '@pawprint/protocol';
import type { InstanceLog } from '../../instance-log.ts';
import type { Delivery } from './consumer.ts';
import type { HeldMessages } from './held-messages.ts';
import type { Outbox } from './outbox.ts';
import { errorCopyOf } from './outgoing-messages.ts';

/** A delivered message that describes a job. */
export interface JobDelivery {
  readonly delivery: Delivery;
  readonly content: JobContent;
}

interface ReceiverPorts {
  readonly queue: string;
  readonly held: HeldMessages;
  readonly outbox: Outbox;
  readonly log: InstanceLog;
  readonly onJob: (delivery: JobDelivery) => void;
}

/** Handles each delivery: one of a message held already, one that cannot be read, or a job. */
export const receiveMessages = (ports: ReceiverPorts): ((delivery: Delivery) => void) => {
  const { queue, held, outbox, log, onJob } = ports;
  /** Moves a message that no instance can read to the error queue, so that it is neither redelivered for ever nor lost. */
  const refuse = async (delivery: Delivery, problem: string) => {
    log.error(`A message of the queue ${queue} can't be used: ${problem}. It goes to error.${queue}.`);
    await outbox.publish(errorCopyOf(queue, delivery, problem));
    delivery.acknowledge();
  };
  return (delivery) => {
    if (held.recognise(delivery)) return;
    const content = readContent(delivery.content);
    // Where the instance stops before the error queue has it, the message is still in the extractor's queue.
    if ('problem' in content) refuse(delivery, content.problem).catch(() => undefined);
    else onJob({ delivery, content });
  };
};

/** A message as it was parsed, and its whole body, from which a retry is written. */
export interface JobContent {
  readonly message: ExtractorMessage;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Unreadable {
  /** Names what is wrong, and quotes nothing of the message, which may contain credentials. */
  readonly problem: string;
}

const jsonOf = (content: Buffer): unknown => {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const readContent = (content: Buffer): JobContent | Unreadable => {
  const body = jsonOf(content);
  if (!isObject(body)) return { problem: 'it is no JSON object' };
  const { data, error } = ExtractorMessage.safeParse(body);
  if (data) return { message: data, body };
  return {
    problem: `it has no usable ${error.issues.map(({ path }) => path.join('.')).join(' and no usable ')}`,
  };
};
