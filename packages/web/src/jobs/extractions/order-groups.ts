import type { Job } from '@pawprint/protocol';
import { isWaiting } from '../job/waiting-sentence.ts';

export interface Ordered {
  readonly extractor: string;
  readonly latest: Job;
}

const rank = (job: Job): number => {
  if (job.state === 'RUNNING') return 0;
  if (isWaiting(job)) return 1;
  return job.state === 'FAILED' || job.state === 'LOST' ? 2 : 3;
};

/** Running, waiting, failed and lost, then by latest update. */
export const orderGroups = (groups: readonly Ordered[]): string[] =>
  [...groups]
    .sort(
      (a, b) =>
        rank(a.latest) - rank(b.latest) ||
        b.latest.last_event_at.localeCompare(a.latest.last_event_at) ||
        a.extractor.localeCompare(b.extractor),
    )
    .map(({ extractor }) => extractor);

/**
 * An order once shown stays, whatever the rows turn into: nothing moves under the pointer. What is new comes on top,
 * what is gone leaves.
 */
export const keepOrder = (shown: readonly string[], wanted: readonly string[]): string[] => {
  const before = new Set(shown);
  const still = new Set(wanted);
  return [...wanted.filter((name) => !before.has(name)), ...shown.filter((name) => still.has(name))];
};
