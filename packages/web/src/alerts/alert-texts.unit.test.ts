import { expect, test } from 'vitest';
import { describeCondition, describeValue, formatChosen, SUGGESTED } from './alert-texts.ts';
import { anAlertRule, anAlertState } from './builders.ts';

test('chosen times are written in the largest whole unit', () => {
  expect([0, 90, 300, 7_200].map(formatChosen)).toEqual(['0 min', '90 s', '5 min', '2 h']);
});

test('each condition is a sentence', () => {
  expect(SUGGESTED.map(describeCondition)).toEqual([
    'An extractor with waiting jobs has no instance',
    'A job of an extractor waits for longer than 1 h',
    'More than 50 % of the jobs of an extractor fail within 1 h, where at least 10 ended',
  ]);
});

test('what is now is said for each kind, also where there is nothing to measure', () => {
  const [noInstance, oldest, failed] = SUGGESTED;
  const valueOf = (condition = noInstance, value: number | null = null) =>
    condition && describeValue(anAlertRule({ condition, state: anAlertState({ value }) }));
  expect(valueOf(oldest, 240)).toBe('the oldest waits for 4 min');
  expect(valueOf(oldest)).toBe('none waits');
  expect(valueOf(failed, 12.4)).toBe('12 % failed');
  expect(valueOf(failed)).toBe('too few have ended');
  expect(valueOf(noInstance, 1)).toBe('1 without an instance');
  expect(valueOf(noInstance, 0)).toBe('0 without an instance');
  expect(describeValue(anAlertRule({ state: null }))).toBe('not looked at yet');
});
