import { callWithTimeLimit, schedule } from '@pawprint/async';
import { errorText, type InstanceLog } from '../instance-log.ts';

export interface HeartbeatPorts {
  /** Sends one heartbeat, which says that the instance is alive or stops. Resolves when the server has received it. */
  readonly send: (what: 'alive' | 'stopping', signal: AbortSignal) => Promise<unknown>;
  readonly log: InstanceLog;
}

export interface Heartbeat {
  /** Sends a last heartbeat, which says that the instance stops. Gives up after `limitMs`. */
  readonly stop: (limitMs: number) => Promise<void>;
}

/**
 * Sends a heartbeat at once and then once per interval, whatever the handlers do. Only one is being sent at a time: while
 * the server is unreachable the same one is sent again, so heartbeats do not pile up.
 */
export const startHeartbeat = ({ send, log }: HeartbeatPorts, intervalMs: number): Heartbeat => {
  const beat = async (stopped: AbortSignal): Promise<void> => {
    try {
      await send('alive', stopped);
    } catch (error) {
      if (!stopped.aborted) log.warn(`The server refused a heartbeat: ${errorText(error)}`);
    }
  };
  const beats = schedule(beat, { pauseMs: intervalMs, onError: (error) => log.error(errorText(error)) });
  return {
    async stop(limitMs) {
      await beats.stop();
      await callWithTimeLimit((signal) => send('stopping', signal), { limitMs }).catch((error: unknown) =>
        log.warn(`The last heartbeat was not delivered: ${errorText(error)}`),
      );
    },
  };
};
