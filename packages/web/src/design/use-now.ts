import { useSyncExternalStore } from 'react';

const SECOND_MS = 1000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

const scheduleTick = (): void => {
  timer = setTimeout(tick, SECOND_MS - (Date.now() % SECOND_MS));
};

const tick = (): void => {
  scheduleTick();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (timer === undefined) scheduleTick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
};

const subscribeToNothing = (): (() => void) => () => undefined;

/** The time at which the current second began: the same for every figure drawn within it. */
const readSecond = (): number => Date.now() - (Date.now() % SECOND_MS);

/**
 * Milliseconds since the epoch, updated every second. All figures of the page share one timer, so that they change
 * together; it stops when the last of them unmounts. Without `ticking` the value is read only when something else
 * renders the component.
 */
export const useNow = (ticking = true): number =>
  useSyncExternalStore(ticking ? subscribe : subscribeToNothing, readSecond);
