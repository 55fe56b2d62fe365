import type { Attempt } from '@pawprint/protocol';
import { formatDuration } from '../design/duration.ts';
import { firstLine, withoutRetryCount } from './error-text.ts';
import { plainText } from './events/terminal-text.ts';

/** Attempts shown as one row, oldest first: one attempt, or several that failed with the same cause. */
export type AttemptGroup = readonly [Attempt, ...Attempt[]];

/** Newest group first. The newest attempt always has a row of its own, since readers look for it first. */
export const groupAttempts = (attempts: readonly Attempt[]): AttemptGroup[] => {
  const groups: [Attempt, ...Attempt[]][] = [];
  const newestFirst = [...attempts].sort((a, b) => b.number - a.number);
  for (const attempt of newestFirst) {
    const group = groups.length > 1 ? groups.at(-1) : undefined;
    if (group && canShareRow(group[0], attempt)) group.unshift(attempt);
    else groups.push([attempt]);
  }
  return groups;
};

const canShareRow = (a: Attempt, b: Attempt): boolean =>
  a.outcome === b.outcome && causeOf(a) !== '' && causeOf(a) === causeOf(b);

/** The error or the server's reason an attempt ended with, without pyClowder's retry count; '' if there is none. */
export const causeOf = ({ error, reason }: Attempt): string =>
  withoutRetryCount(error ?? reason ?? '').trim();

/** Whether several attempts all ended with one cause. */
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

export interface GroupDetails {
  /** The server's reason. An error is not repeated here: it stands in the attempt's events. */
  readonly reason: string;
  /** How long the attempts ran; null while the attempt is still running. */
  readonly duration: string | null;
  /** "same error ×10", "same reason ×3"; '' for one attempt. */
  readonly repetition: string;
}

export const groupDetails = (group: AttemptGroup): GroupDetails => {
  const [first, ...others] = group;
  if (others.length > 0) {
    const cause = first.error === null ? 'reason' : 'error';
    return { reason: '', duration: durationRange(group), repetition: `same ${cause} ×${group.length}` };
  }
  return {
    reason: plainText(firstLine(first.reason ?? '')),
    duration: first.ended_at === null ? null : formatDuration(first.run_ms),
    repetition: '',
  };
};

const durationRange = (group: AttemptGroup): string => {
  const runs = group.map(({ run_ms }) => run_ms);
  const [least, most] = [formatDuration(Math.min(...runs)), formatDuration(Math.max(...runs))];
  return least === most ? `${most} each` : `${least}–${most}`;
};

/** The ids of the instances that ran the attempts. */
export const instancesOf = (group: AttemptGroup): string[] => [
  ...new Set(group.flatMap(({ instance_id }) => instance_id ?? [])),
];

/** The whole cause, shown on hover. */
export const causeInFull = ([first]: AttemptGroup): string => plainText(causeOf(first));
