import { beforeEach, describe, expect, test } from 'vitest';
import { createGuessLimit, type GuessLimit, TOO_MANY_GUESSES } from './guess-limit.ts';

let now = new Date(0);
let limit: GuessLimit;
beforeEach(() => {
  now = new Date(0);
  limit = createGuessLimit({ most: 3, windowMs: 60_000, mostAddresses: 2, now: () => now });
});

const guess = (address: string, right: boolean) =>
  limit(
    address,
    async () => right,
    (outcome) => outcome,
  );

describe('guesses from one address', () => {
  test('are checked until three were wrong', async () => {
    const outcomes = [];
    for (let round = 0; round < 4; round++) outcomes.push(await guess('a', false));
    expect(outcomes).toEqual([false, false, false, TOO_MANY_GUESSES]);
  });

  test('get no further at once than in a row', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => guess('a', false)));
    expect(outcomes.filter((outcome) => outcome === TOO_MANY_GUESSES)).toHaveLength(7);
  });

  test('do not count when they are right', async () => {
    for (let round = 0; round < 10; round++) expect(await guess('a', true)).toBe(true);
  });

  test('are checked again after the window', async () => {
    for (let round = 0; round < 4; round++) await guess('a', false);
    now = new Date(60_000);
    expect(await guess('a', true)).toBe(true);
  });

  test('say nothing about another address', async () => {
    for (let round = 0; round < 4; round++) await guess('a', false);
    expect(await guess('b', true)).toBe(true);
  });

  test('that failed for another reason stay counted', async () => {
    const failing = () => limit('a', () => Promise.reject(new Error('database away')), Boolean);
    for (let round = 0; round < 3; round++) await expect(failing()).rejects.toThrow('database away');
    expect(await guess('a', true)).toBe(TOO_MANY_GUESSES);
  });
});

test('of more addresses than are remembered the oldest is forgotten', async () => {
  for (let round = 0; round < 4; round++) await guess('a', false);
  await guess('b', false);
  await guess('c', false);
  expect(await guess('a', true)).toBe(true);
});
