import type { ChannelModel } from 'amqplib';
import type { RegistryPorts } from '../../registry/ports.ts';
import { createBeatRecorder } from '../../registry/record-beats.ts';
import { createDeliveryRecorder, type DeliveryPorts } from '../../tracking/record-deliveries.ts';
import type { Consuming } from './consume-batches.ts';
import { consumeHeartbeats } from './heartbeat-consumer.ts';
import { consumeReports } from './report-consumer.ts';
import { tieToConnection } from './tie-to-connection.ts';

export interface ConsumerPorts extends DeliveryPorts, Pick<RegistryPorts, 'autoEnable'> {
  readonly onError: (error: unknown) => void;
}

/** All that is heard from extractors. */
export interface Consumers {
  /** On a new connection: none of what was consumed on the last one goes on. */
  setup(model: ChannelModel): Promise<void>;
  /** Finishes what is being stored. */
  stop(): Promise<void>;
}

export const createConsumers = (
  ports: ConsumerPorts,
  replyQueue: string,
  onExtractorHeard: () => void,
): Consumers => {
  let consuming: readonly Consuming[] = [];
  const recordReports = createDeliveryRecorder(ports);
  const recordBeats = createBeatRecorder({ ...ports, onExtractorHeard });
  const stop = async (): Promise<void> => {
    await Promise.all(consuming.map((each) => each.stop()));
  };
  return {
    async setup(model) {
      // The broker delivers again what the last connection had: it is known as a repeat once that is stored.
      await stop();
      const reports = await consumeReports(tieToConnection(model, await model.createChannel()), {
        queue: replyQueue,
        record: recordReports,
        onError: ports.onError,
      });
      const beats = await consumeHeartbeats(tieToConnection(model, await model.createChannel()), {
        now: ports.now,
        record: recordBeats,
        onError: ports.onError,
      });
      consuming = [reports, beats];
    },
    stop,
  };
};
