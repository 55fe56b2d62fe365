import { CONTROL_EXCHANGE } from '@pawprint/protocol';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { tieToConnection } from './tie-to-connection.ts';

export interface CancelAnnouncer {
  setup(model: ChannelModel): Promise<void>;
  /** Tells every instance; the one that has the job stops. Lost where the broker is away: then the job ends by itself. */
  announce(jobId: string): void;
}

export const createCancelAnnouncer = (): CancelAnnouncer => {
  let channel: ConfirmChannel | undefined;
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
        // The channel is closing. The cancel itself is stored.
      }
    },
  };
};
