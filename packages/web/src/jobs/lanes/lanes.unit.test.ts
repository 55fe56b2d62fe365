import { expect, test } from 'vitest';
import { aRun } from '../../extractors/statistics/builders.ts';
import { barAfterKey, clockTicks, lanesOf, nearest } from './lanes.ts';

const attempt = aRun().attempts[0];
if (!attempt) throw new Error('a run has an attempt');
const start = Date.parse(attempt.started_at);

test('attempts stand in the lane of their instance, that of the last one first', () => {
  const runs = [
    aRun({ id: 'j1' }),
    aRun({ id: 'j2', attempts: [{ ...attempt, instance_id: 'i-2', ended_at: null, outcome: 'RUNNING' }] }),
    aRun({ id: 'j3', attempts: [{ ...attempt, instance_id: null }] }),
  ];
  const now = start + 60_000;
  const lanes = lanesOf(runs, now);
  expect(lanes.map(({ instanceId }) => instanceId)[0]).toBe('i-2');
  expect(lanes).toHaveLength(3);
  expect(lanes[0]?.bars[0]).toMatchObject({ jobId: 'j2', to: now });
});

test('lanes of several extractors tell them apart, and show how long jobs waited', () => {
  const submitted_at = new Date(start - 5_000).toISOString();
  const runs = [
    aRun({ submitted_at }),
    aRun({ id: 'j2', extractor: 'other', submitted_at }),
    aRun({ id: 'j3', state: 'QUEUED', attempts: [], finished_at: null, submitted_at }),
  ];
  const lanes = lanesOf(runs, start + 60_000, 'by extractor and instance');
  expect(lanes.map(({ key }) => key)[0]).toBe('waiting');
  expect(lanes).toHaveLength(3);
  expect(lanes[0]?.bars).toMatchObject([{ outcome: 'WAITING', waitFrom: start - 5_000, to: start + 60_000 }]);
  expect(lanes[1]?.bars).toMatchObject([{ waitFrom: start - 5_000, from: start }]);
});

test('only the first attempt waited since the submission', () => {
  const again = { ...attempt, number: 2 };
  const [lane] = lanesOf([aRun({ attempts: [attempt, again] })], start, 'by extractor and instance');
  expect(lane?.bars.map(({ waitFrom, from }) => waitFrom === from)).toEqual([false, true]);
});

test('ticks are round times, no more than fit', () => {
  const ticks = clockTicks({ from: start, to: start + 3_600_000 }, 6);
  expect(ticks.length).toBeLessThanOrEqual(7);
  expect(ticks.every((at) => at % 60_000 === 0)).toBe(true);
});

test('arrow keys lead along a lane and to the nearest bar of the next', () => {
  const bars = [
    { row: 0, x: 10 },
    { row: 0, x: 50 },
    { row: 2, x: 12 },
    { row: 2, x: 48 },
  ];
  expect(barAfterKey(bars, undefined, 'ArrowRight')).toBe(bars[0]);
  expect(barAfterKey(bars, bars[0], 'ArrowRight')).toBe(bars[1]);
  expect(barAfterKey(bars, bars[1], 'ArrowDown')).toBe(bars[3]);
  expect(barAfterKey(bars, bars[2], 'ArrowUp')).toBe(bars[0]);
  expect(barAfterKey(bars, bars[3], 'ArrowDown')).toBeUndefined();
});

test('the nearest place is found only within reach', () => {
  const places = [
    { x: 10, y: 10 },
    { x: 14, y: 10 },
  ];
  expect(nearest(places, 13, 10, 8)).toBe(places[1]);
  expect(nearest(places, 40, 10, 8)).toBeUndefined();
});
