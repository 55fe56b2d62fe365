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

let second: number | undefined;

/**
 * The time at which the current second began. React reads it twice for each figure and needs the same answer, also where
 * a second ends in between, so it is kept until the rendering is over.
 */
const readSecond = (): number => {
  if (second === undefined) {
    const now = Date.now();
    second = now - (now % SECOND_MS);
    queueMicrotask(() => {
      second = undefined;
    });
  }
  return second;
};

/**
 * Milliseconds since the epoch, updated every second. All figures of the page share one timer, so that they change
 * together; it stops when the last of them unmounts. Without `ticking` the value is read only when something else
 * renders the component.
 */
export const useNow = (ticking = true): number =>
  useSyncExternalStore(ticking ? subscribe : subscribeToNothing, readSecond);
