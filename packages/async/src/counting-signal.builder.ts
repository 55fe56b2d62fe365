import { vi } from 'vitest';

export interface CountingSignal {
  readonly signal: AbortSignal;
  readonly abort: (reason?: unknown) => void;
  /** How many listeners were added and not removed by `removeEventListener`. */
  readonly listeners: () => number;
}

/** A signal that counts its listeners, to show that none is left behind. */
export const countingSignal = (): CountingSignal => {
  const controller = new AbortController();
  const { signal } = controller;
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  const listeners = (): number => {
    const left = new Set<unknown>(added.mock.calls.map(([, listener]) => listener));
    for (const [, listener] of removed.mock.calls) left.delete(listener);
    return left.size;
  };
  return { signal, abort: (reason) => controller.abort(reason), listeners };
};
