import type { InstanceLog } from '../instance-log.ts';
import { errorText } from '../job/error-text.ts';
import { withDeadline } from '../server/deadline.ts';

export interface HeartbeatPorts {
  /** Says that the instance lives, or that it leaves. Resolves when the server's side has it; waits while that is away. */
  readonly say: (what: 'lives' | 'leaves', signal: AbortSignal) => Promise<unknown>;
  readonly log: InstanceLog;
}

export interface Heartbeat {
  /** Says once more that the instance lives, and that it leaves. Gives up after `timeMs`. */
  readonly stop: (timeMs: number) => Promise<void>;
}

/**
 * Beats at once and then every interval, whatever the handlers do. One beat is under way at a time: while the server
 * is away that one keeps trying, and is the first thing the server hears when it is back.
 */
export const startHeartbeat = ({ say, log }: HeartbeatPorts, intervalMs: number): Heartbeat => {
  const stopping = new AbortController();
  let underWay: Promise<void> | undefined;
  const send = async (): Promise<void> => {
    await say('lives', stopping.signal).catch((error: unknown) => {
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
      await withDeadline(timeMs, undefined, (signal) => say('leaves', signal)).catch((error: unknown) =>
        log.warn(`The last heartbeat was not taken: ${errorText(error)}`),
      );
    },
  };
};
