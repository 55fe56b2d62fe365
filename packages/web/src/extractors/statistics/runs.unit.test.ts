import { expect, test } from 'vitest';
import { aRun } from './builders.ts';
import { lanesOf, nearest, OTHER_TYPES, sizedRuns, typesOf } from './runs.ts';

test('only done runs on resources of known size have a place among sizes', () => {
  const runs = [aRun(), aRun({ state: 'FAILED' }), aRun({ size_bytes: null }), aRun({ run_ms: null })];
  expect(sizedRuns(runs)).toHaveLength(1);
});

test('rare types are one', () => {
  const types = ['a/a', 'a/a', 'b/b', 'c/c', 'd/d', 'e/e', 'f/f'];
  expect(typesOf(sizedRuns(types.map((mime) => aRun({ mime }))))).toEqual([
    'a/a',
    'b/b',
    'c/c',
    'd/d',
    OTHER_TYPES,
  ]);
  expect(typesOf(sizedRuns([aRun({ mime: null })]))).toEqual(['file']);
});

test('attempts stand in the lane of their instance, that of the last one first', () => {
  const attempt = aRun().attempts[0];
  if (!attempt) throw new Error('a run has an attempt');
  const runs = [
    aRun({ id: 'j1' }),
    aRun({ id: 'j2', attempts: [{ ...attempt, instance_id: 'i-2', ended_at: null, outcome: 'RUNNING' }] }),
    aRun({ id: 'j3', attempts: [{ ...attempt, instance_id: null }] }),
  ];
  const now = Date.parse(attempt.started_at) + 60_000;
  const lanes = lanesOf(runs, now);
  expect(lanes.map(({ instanceId }) => instanceId)[0]).toBe('i-2');
  expect(lanes).toHaveLength(3);
  expect(lanes[0]?.attempts[0]).toMatchObject({ jobId: 'j2', to: now });
});

test('the nearest place is found only within reach', () => {
  const places = [
    { x: 10, y: 10 },
    { x: 14, y: 10 },
  ];
  expect(nearest(places, 13, 10, 8)).toBe(places[1]);
  expect(nearest(places, 40, 10, 8)).toBeUndefined();
});
