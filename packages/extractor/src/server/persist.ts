import type { InstanceLog } from '../instance-log.ts';
import { errorText } from '../job/error-text.ts';
import { type PauseLimits, pauseAfter, restUntil } from './pause.ts';
import { isWorthRetrying } from './retry-policy.ts';

export interface PersistPorts extends PauseLimits {
  readonly log: InstanceLog;
}

/**
 * Acts until it succeeds, with growing pauses, for as long as the failure may pass: a server that is restarted is
 * waited for. Throws the failure that will not pass, or the signal's reason once it is aborted.
 */
export const persist = async <T>(
  ports: PersistPorts,
  what: string,
  signal: AbortSignal | undefined,
  act: () => Promise<T>,
): Promise<T> => {
  const since = Date.now();
  for (let failures = 1; ; failures += 1) {
    signal?.throwIfAborted();
    try {
      const answer = await act();
      if (failures > 1) ports.log.info(`${what}: answered at try ${failures}.`);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isWorthRetrying(error, Date.now() - since)) throw error;
      if (failures === 1) ports.log.warn(`${what}: ${errorText(error)} Trying again.`);
      await restUntil(pauseAfter(failures, Math.random(), ports), signal);
    }
  }
};
