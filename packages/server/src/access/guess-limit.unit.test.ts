import { beforeEach, describe, expect, test } from 'vitest';
import { createGuessLimit, type GuessLimit, TOO_MANY_GUESSES } from './guess-limit.ts';

const START = 1_000_000;
let now = START;
let limit: GuessLimit;
beforeEach(() => {
  now = START;
  limit = createGuessLimit({ maxGuesses: 3, windowMs: 60_000, maxAddresses: 2, now: () => now });
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

  test('made at once are limited like guesses in a row', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => guess('a', false)));
    expect(outcomes.filter((outcome) => outcome === TOO_MANY_GUESSES)).toHaveLength(7);
  });

  test('do not count when they are right', async () => {
    for (let round = 0; round < 10; round++) expect(await guess('a', true)).toBe(true);
  });

  test('are checked again after the window', async () => {
    for (let round = 0; round < 4; round++) await guess('a', false);
    now = START + 60_001;
    expect(await guess('a', true)).toBe(true);
  });

  test('do not limit another address', async () => {
    for (let round = 0; round < 4; round++) await guess('a', false);
    expect(await guess('b', true)).toBe(true);
  });

  test('count when their check fails', async () => {
    const failing = () => limit('a', () => Promise.reject(new Error('database away')), Boolean);
    for (let round = 0; round < 3; round++) await expect(failing()).rejects.toThrow('database away');
    expect(await guess('a', true)).toBe(TOO_MANY_GUESSES);
  });
});

test('of too many addresses the one used longest ago is dropped', async () => {
  for (let round = 0; round < 4; round++) await guess('a', false);
  await guess('b', false);
  await guess('c', false);
  expect(await guess('a', true)).toBe(true);
});
