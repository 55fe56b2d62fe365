import type { LiveJobs } from '../use-live-jobs.ts';

export interface LiveWords {
  /** As `data-live`: how the dot looks. */
  readonly tone: 'on' | 'stale' | 'paused' | 'off';
  readonly word: string;
  readonly detail: string;
  readonly showsAge: boolean;
}

const updates = (count: number): string => `${count} update${count === 1 ? '' : 's'} waiting`;

/** "Live", "Reconnecting…", "Paused, 14 updates waiting". A pause is the reader's own doing and is named first. */
export const liveWords = ({
  status,
  paused,
  waiting,
}: Pick<LiveJobs, 'status' | 'paused' | 'waiting'>): LiveWords => {
  if (paused)
    return { tone: 'paused', word: 'Paused', detail: waiting > 0 ? updates(waiting) : '', showsAge: false };
  if (status === 'live') return { tone: 'on', word: 'Live', detail: '', showsAge: true };
  if (status === 'reconnecting') return { tone: 'stale', word: 'Reconnecting…', detail: '', showsAge: true };
  return { tone: 'off', word: 'Connecting…', detail: '', showsAge: false };
};
