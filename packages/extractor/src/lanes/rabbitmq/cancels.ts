import { CONTROL_EXCHANGE, ControlMessage } from '@pawprint/protocol';
import type { ChannelModel } from 'amqplib';
import { CancelledError, type StopReason } from '../../job/stop-reason.ts';

/**
 * Listens for requests to cancel jobs. It has a channel of its own: where the broker does not allow the exchange to this
 * instance, it gets no cancels, and everything else works.
 */
export const listenForCancels = async (
  model: ChannelModel,
  onCancel: (jobId: string) => void,
): Promise<void> => {
  const channel = await model.createChannel();
  // A refusal rejects the calls below. An error event without a listener would end the process.
  channel.on('error', () => undefined);
  await channel.assertExchange(CONTROL_EXCHANGE, 'fanout', { durable: true });
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, CONTROL_EXCHANGE, '');
  const onMessage = (content: Buffer) => {
    const jobId = cancelledJobOf(content);
    if (jobId !== undefined) onCancel(jobId);
  };
  await channel.consume(queue, (message) => message && onMessage(message.content), { noAck: true });
};

/** The id of the job to cancel; undefined for any other message of the exchange. */
export const cancelledJobOf = (content: Buffer): string | undefined => {
  try {
    return ControlMessage.safeParse(JSON.parse(content.toString())).data?.job_id;
  } catch {
    return undefined;
  }
};

type Stop = (reason: StopReason) => void;

/** The jobs that run in this process, to be cancelled by id. One runs twice where its message was sent twice. */
export interface RunningJobs {
  /** Returns a function that removes the job: call it at the job's end. */
  readonly add: (jobId: string, stop: Stop) => () => void;
  readonly cancel: (jobId: string) => void;
}

export const createRunningJobs = (): RunningJobs => {
  const running = new Map<Stop, string>();
  return {
    add(jobId, stop) {
      running.set(stop, jobId);
      return () => void running.delete(stop);
    },
    cancel(jobId) {
      for (const [stop, id] of running) if (id === jobId) stop(new CancelledError());
    },
  };
};
