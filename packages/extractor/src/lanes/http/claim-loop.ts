import type { Instance } from '../../instance/instance.ts';
import type { Slots } from '../../instance/slots.ts';
import { restUntil } from '../../server/pause.ts';
import type { RetryingClient } from '../../server/retrying-client.ts';
import type { Timings } from '../../timings.ts';
import type { Claim } from './claim.ts';

export interface ClaimLoopPorts {
  /** Speaks with the instance's own key. */
  readonly client: RetryingClient;
  readonly timings: Pick<Timings, 'claimWaitMs' | 'callDeadlineMs'>;
  readonly slots: Slots;
  /** Aborts when no more jobs should be taken. */
  readonly stopping: AbortSignal;
  readonly start: (claim: Claim) => Promise<void>;
}

/** A server that answers empty-handed before its time (it is stopping, or does not wait) is not asked at once again. */
const SHORTEST_ROUND_MS = 1_000;

const claimOnce = async (ports: ClaimLoopPorts, instance: Instance): Promise<Claim | undefined> => {
  const { claimWaitMs, callDeadlineMs } = ports.timings;
  const body = { instance_id: instance.id, version: instance.version, wait_s: claimWaitMs / 1000 };
  const input = { params: { name: instance.extractor }, body, signal: ports.stopping };
  return ports.client.call('claimJob', input, claimWaitMs + callDeadlineMs);
};

/**
 * Asks for jobs while there is room for one, until the instance stops. Rejects when the server refuses: a key that was
 * withdrawn will not work at the next try either.
 */
export const claimJobs = async (ports: ClaimLoopPorts, instance: Instance): Promise<void> => {
  const { stopping, slots } = ports;
  while (!stopping.aborted) {
    await slots.free();
    if (stopping.aborted) return;
    const asked = Date.now();
    const claim = await claimOnce(ports, instance).catch((error: unknown) => {
      if (!stopping.aborted) throw error;
    });
    if (claim) slots.hold(ports.start(claim));
    else
      await restUntil(asked + Math.min(SHORTEST_ROUND_MS, ports.timings.claimWaitMs) - Date.now(), stopping);
  }
};
