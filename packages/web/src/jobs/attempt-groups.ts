import type { Attempt } from '@pawprint/protocol';
import { formatDuration } from '../design/duration.ts';
import { firstLine, withoutRetryCount } from './error-text.ts';
import { plainText } from './events/terminal-text.ts';

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

const runRange = (attempts: AttemptGroup): string => {
  const runs = attempts.map(({ run_ms }) => run_ms);
  const [least, most] = [formatDuration(Math.min(...runs)), formatDuration(Math.max(...runs))];
  return least === most ? `${most} each` : `${least}–${most}`;
};

/** "same error ×10", "same reason ×3". */
const sameness = ([first, ...others]: AttemptGroup): string =>
  `same ${first.error === null ? 'reason' : 'error'} ×${others.length + 1}`;

/** Why an attempt ended so; an error stands in its lines already, a reason only here. */
const reasonOf = (attempt: Attempt): string => (attempt.reason ? plainText(firstLine(attempt.reason)) : '');

/** One instance that did them all, or none. */
export const instanceOf = ([first, ...others]: AttemptGroup): string | null =>
  others.every(({ instance_id }) => instance_id === first.instance_id) ? first.instance_id : null;

export const instanceCount = (attempts: AttemptGroup): number =>
  new Set(attempts.map(({ instance_id }) => instance_id).filter(Boolean)).size;

interface AttemptWords {
  /** Before the instance. */
  readonly reason: string;
  /** After it; null where it still runs and ticks. */
  readonly time: string | null;
  readonly sameness: string;
}

export const attemptWords = (attempts: AttemptGroup): AttemptWords => {
  const [first, ...others] = attempts;
  if (others.length > 0) return { reason: '', time: runRange(attempts), sameness: sameness(attempts) };
  return {
    reason: reasonOf(first),
    time: first.ended_at === null ? null : formatDuration(first.run_ms),
    sameness: '',
  };
};

/** On hover: the cause in full. */
export const causeInFull = ([first]: AttemptGroup): string => plainText(causeOf(first));
