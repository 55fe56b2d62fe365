import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

const tick = (): void => {
  now = Date.now();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

const never = (): (() => void) => () => undefined;

/**
 * Milliseconds since the epoch, once a second. One timer for the whole page, however many figures tick, so that they
 * all tick together; none while nothing does.
 */
export const useNow = (ticking = true): number =>
  useSyncExternalStore(ticking ? subscribe : never, () => {
    if (!timer && Date.now() - now >= 1000) now = Date.now();
    return now;
  });
