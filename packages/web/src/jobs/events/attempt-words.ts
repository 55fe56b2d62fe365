import type { Attempt } from '@pawprint/protocol';
import { formatDuration } from '../../design/duration.ts';
import { firstLine } from '../job/telling-message.ts';
import { plainText } from './ansi.ts';
import { type AttemptGroup, causeOf } from './attempt-groups.ts';

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

export interface AttemptWords {
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
