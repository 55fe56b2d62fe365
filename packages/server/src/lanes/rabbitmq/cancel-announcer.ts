import { tieToConnection } from '@pawprint/amqp';
import { CONTROL_EXCHANGE } from '@pawprint/protocol';
import type { Channel, ChannelModel } from 'amqplib';

export interface CancelAnnouncer {
  /** Opens a channel for announcements: call it after every connect. */
  setup(model: ChannelModel): Promise<void>;
  /**
   * Asks all instances to stop a job; the one that runs it does. Without a connection no instance receives that, and the
   * job runs to its end.
   */
  announce(jobId: string): void;
}

export const createCancelAnnouncer = (): CancelAnnouncer => {
  let channel: Channel | undefined;
  return {
    async setup(model) {
      const opened = tieToConnection(model, await model.createConfirmChannel());
      await opened.assertExchange(CONTROL_EXCHANGE, 'fanout', { durable: true });
      opened.on('close', () => {
        if (channel === opened) channel = undefined;
      });
      channel = opened;
    },
    announce(jobId) {
      const body = Buffer.from(JSON.stringify({ type: 'cancel', job_id: jobId }));
      try {
        channel?.publish(CONTROL_EXCHANGE, '', body, { appId: 'pawprint', contentType: 'application/json' });
      } catch {
        // The channel is closing. The request to cancel is stored all the same.
      }
    },
  };
};
