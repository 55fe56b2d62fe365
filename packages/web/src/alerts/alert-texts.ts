import type { AlertRule } from '@pawprint/protocol';
import { formatRoughly } from '../design/duration.ts';

type Condition = AlertRule['condition'];

/** A length of time that somebody has chosen: "90 s", "5 min", "2 h". */
export const formatChosen = (seconds: number): string => {
  if (seconds > 0 && seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
};

/** "A job of word-count waits for longer than 10 min". */
export const describeCondition = (condition: Condition): string => {
  const of = condition.extractor ?? 'an extractor';
  if (condition.kind === 'oldest_waiting')
    return `A job of ${of} waits for longer than ${formatChosen(condition.longer_than_s)}`;
  if (condition.kind === 'failed_percent') {
    const { more_than_percent, within_minutes, min_ended } = condition;
    return `More than ${more_than_percent} % of the jobs of ${of} fail within ${formatChosen(within_minutes * 60)}, where at least ${min_ended} ended`;
  }
  return condition.extractor === null
    ? 'An extractor with waiting jobs has no instance'
    : `${condition.extractor} has no instance`;
};

/** What is now: "the oldest waits for 4 min", "12 % failed". */
export const describeValue = ({ condition: { kind }, state }: AlertRule): string => {
  if (state === null) return 'not looked at yet';
  const { value } = state;
  if (kind === 'oldest_waiting')
    return value === null ? 'none waits' : `the oldest waits for ${formatRoughly(value * 1_000)}`;
  if (kind === 'failed_percent')
    return value === null ? 'too few have ended' : `${Math.round(value)} % failed`;
  return value === 1 ? '1 without an instance' : `${value ?? 0} without an instance`;
};

/** Rules that suit most instances. */
export const SUGGESTED: readonly Condition[] = [
  { kind: 'no_instance', extractor: null },
  { kind: 'oldest_waiting', extractor: null, longer_than_s: 3_600 },
  { kind: 'failed_percent', extractor: null, more_than_percent: 50, within_minutes: 60, min_ended: 10 },
];
