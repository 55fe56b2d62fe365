import { hostname } from 'node:os';
import type { CallInput } from '@pawprint/protocol';
import type { Instance } from '../../instance/instance.ts';
import { errorText } from '../../job/error-text.ts';
import { withDeadline } from '../../server/deadline.ts';
import type { InstancePorts } from './instance-ports.ts';

export interface Heartbeat {
  /** Says once more that the instance lives, and that it leaves. Gives up after `timeMs`. */
  readonly stop: (timeMs: number) => Promise<void>;
}

const beatOf = (instance: Instance, intervalMs: number): CallInput<'sendHeartbeat'> => ({
  params: { name: instance.extractor, instance_id: instance.id },
  body: {
    version: instance.version,
    host: hostname().slice(0, 255),
    interval_s: Math.max(1, intervalMs / 1000),
  },
});

/**
 * Beats at once and then every interval, whatever the handlers do. One beat is under way at a time: while the server
 * is away that one keeps trying, and is the first thing the server hears when it is back.
 */
export const startHeartbeat = (
  { client, log }: InstancePorts,
  instance: Instance,
  intervalMs: number,
): Heartbeat => {
  const beat = beatOf(instance, intervalMs);
  const stopping = new AbortController();
  let underWay: Promise<void> | undefined;
  const send = async (): Promise<void> => {
    await client.call('sendHeartbeat', { ...beat, signal: stopping.signal }).catch((error: unknown) => {
      if (!stopping.signal.aborted) log.warn(`The server refused a heartbeat: ${errorText(error)}`);
    });
    underWay = undefined;
  };
  const tick = () => void (underWay ??= send());
  const timer = setInterval(tick, intervalMs);
  tick();
  return {
    async stop(timeMs) {
      clearInterval(timer);
      stopping.abort(new Error('The instance leaves.'));
      await underWay;
      const farewell = { ...beat, body: { ...beat.body, stopping: true } };
      await withDeadline(timeMs, undefined, (signal) =>
        client.call('sendHeartbeat', { ...farewell, signal }),
      ).catch((error: unknown) => log.warn(`The last heartbeat was not taken: ${errorText(error)}`));
    },
  };
};
