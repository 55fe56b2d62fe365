import { expect, test } from 'vitest';
import { restartPause } from './restart-pause.ts';

test('a child that dies at every start is started after 1, 2, 4 … 60 seconds', () => {
  const pauses: number[] = [];
  for (let pauseMs = 0; pauses.length < 9; ) {
    pauseMs = restartPause({ startedAt: 0, pauseMs }, 10);
    pauses.push(pauseMs / 1_000);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('a child that lived a minute begins again at one second', () => {
  expect(restartPause({ startedAt: 5, pauseMs: 60_000 }, 60_004)).toBe(60_000);
  expect(restartPause({ startedAt: 5, pauseMs: 60_000 }, 60_005)).toBe(1_000);
});
