import type { Job } from '@pawprint/protocol';
import { type RefObject, useCallback, useState } from 'react';

/** The header covers this much of the window; a list whose top is above it has been scrolled. */
const HEADER_PX = 48;

/**
 * New jobs wait behind "3 new" while the reader is at something: has scrolled into the list, has rows open, or stands
 * on one with the keyboard. Otherwise they join at once.
 */
export const useArrivals = (list: RefObject<HTMLElement | null>, anyOpen: boolean) => {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const isReading = (): boolean => {
    const { current } = list;
    if (!current) return false;
    return (
      anyOpen || current.contains(document.activeElement) || current.getBoundingClientRect().top < HEADER_PX
    );
  };
  return {
    waiting,
    arrive: (job: Job) => {
      if (isReading()) setWaiting((before) => new Set([...before, job.id]));
    },
    /** What somebody asked for here is shown at once. */
    admit: useCallback(
      (id: string) => setWaiting((before) => new Set([...before].filter((one) => one !== id))),
      [],
    ),
    admitAll: useCallback(() => setWaiting(new Set()), []),
  };
};
