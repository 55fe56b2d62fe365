import { expect, test } from 'vitest';
import { axisDuration, durationTicks, ENDS, endedSo, slotsOf, versionMarks } from './series.ts';

const range = { since: '2026-11-24T10:30:00.000Z', until: '2026-11-24T13:10:00.000Z' };
const period = {
  at: '2026-11-24T11:00:00.000Z',
  ended: { SUCCEEDED: 3, FAILED: 1, LOST: 2 },
  wait: null,
  run: null,
  elapsed: null,
};
const recent = { jobs: 0, failed: 0, ended_last_hour: 0, last_hour_ms: 1, usual_wait_ms: null };

test('every hour of the range is a slot, also without ended jobs', () => {
  const slots = slotsOf({ ...range, step: 'hour', periods: [period], recent });
  expect(slots.map(({ at }) => new Date(at).toISOString().slice(11, 13))).toEqual(['10', '11', '12', '13']);
  expect(slots.map((slot) => slot.period !== undefined)).toEqual([false, true, false, false]);
});

test('lost jobs count with failed ones', () => {
  expect(ENDS.map((end) => endedSo(period, end))).toEqual([3, 0, 3]);
  expect(endedSo(undefined, ENDS[0])).toBe(0);
});

test('only versions first seen in the range have marks', () => {
  const versions = [
    { version: '2.0', first_seen_at: '2026-11-24T12:00:00.000Z' },
    { version: '1.9', first_seen_at: '2026-03-02T12:00:00.000Z' },
  ];
  expect(versionMarks(versions, range).map(({ label }) => label)).toEqual(['2.0 seen']);
});

test('ticks enclose the durations', () => {
  expect(durationTicks([2_100, 9_600]).map(axisDuration)).toEqual(['1 s', '3 s', '10 s']);
  expect(durationTicks([1_000]).map(axisDuration)).toEqual(['1 s', '3 s']);
  expect(durationTicks([0, 7_200_000]).map(axisDuration).at(-1)).toBe('3 h');
});
