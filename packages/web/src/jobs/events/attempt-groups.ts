import type { Attempt } from '@pawprint/protocol';
import { withoutRetryCount } from '../job/telling-message.ts';

/** Attempts shown as one row, oldest first: one, or several that went wrong the same way. */
export type AttemptGroup = readonly [Attempt, ...Attempt[]];

/** Why it ended so, without pyClowder's count in front. Empty where nobody said. */
export const causeOf = ({ error, reason }: Attempt): string =>
  withoutRetryCount(error ?? reason ?? '').trim();

const alike = (a: Attempt, b: Attempt): boolean =>
  a.outcome === b.outcome && causeOf(a) !== '' && causeOf(a) === causeOf(b);

/** Newest first. The newest attempt always has a row of its own: it is the one people come for. */
export const groupAttempts = (attempts: readonly Attempt[]): AttemptGroup[] => {
  const groups: [Attempt, ...Attempt[]][] = [];
  const newestFirst = [...attempts].sort((a, b) => b.number - a.number);
  for (const attempt of newestFirst) {
    const group = groups.length > 1 ? groups.at(-1) : undefined;
    if (group && alike(group[0], attempt)) group.unshift(attempt);
    else groups.push([attempt]);
  }
  return groups;
};

/** All of several attempts failed for one cause. */
export const sameCause = (attempts: readonly Attempt[]): boolean => {
  const [first, ...rest] = attempts;
  return (
    first !== undefined &&
    rest.length > 0 &&
    causeOf(first) !== '' &&
    rest.every((attempt) => causeOf(attempt) === causeOf(first))
  );
};

/** "Attempt 11", "Attempts 1–10". */
export const groupTitle = (group: AttemptGroup): string => {
  const last = group.at(-1) ?? group[0];
  return last === group[0] ? `Attempt ${last.number}` : `Attempts ${group[0].number}–${last.number}`;
};
