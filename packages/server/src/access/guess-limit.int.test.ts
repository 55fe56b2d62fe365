import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deleteOldGuesses } from '../store/guess-counts.ts';
import { createGuessLimit, type GuessLimit, isTooManyGuesses, PLACE_KNOWN_MS } from './guess-limit.ts';

const START = 1_000_000;
const END = Date.parse('2200-01-01');
const ANA = 'ana@example.org';
let now = START;
let signedIn: string[];
let database: TestDatabase;
let limit: GuessLimit;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = START;
  signedIn = [];
  await deleteOldGuesses(database.db, END, END);
  limit = openLimit('password');
});

/** As each server has one. */
const openLimit = (of: 'password' | 'mail'): GuessLimit =>
  createGuessLimit({
    db: database.db,
    of,
    perAddress: { maxGuesses: 3, windowMs: 60_000 },
    perAccount: { maxGuesses: 5, windowMs: 900_000 },
    isSignedIn: async (account, address) => signedIn.includes(`${account} ${address}`),
    now: () => now,
  });

/** What the check found, or `blocked` where nothing was checked. */
const guess = async (address: string, right: boolean, account: string | null = null) => {
  const outcome = await limit(
    { address, account },
    async () => right,
    (found) => found,
  );
  return isTooManyGuesses(outcome) ? 'blocked' : outcome;
};

const guessOften = async (times: number, address: string, account: string | null = null) => {
  const outcomes = [];
  for (let n = 0; n < times; n++) outcomes.push(await guess(address, false, account));
  return outcomes;
};

describe('guesses from one address', () => {
  test('are checked until three were wrong', async () => {
    expect(await guessOften(4, '10.0.0.1')).toEqual([false, false, false, 'blocked']);
  });

  test('on many accounts are limited together', async () => {
    for (const account of ['a', 'b', 'c']) await guess('10.0.0.1', false, account);
    expect(await guess('10.0.0.1', true, 'd')).toBe('blocked');
  });

  test('made at once are limited like guesses in a row', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => guess('10.0.0.1', false, ANA)));
    expect(outcomes.filter((outcome) => outcome === 'blocked')).toHaveLength(7);
  });

  test('do not count when they are right', async () => {
    for (let round = 0; round < 10; round++) expect(await guess('10.0.0.1', true)).toBe(true);
  });

  test('are checked again after the window', async () => {
    await guessOften(4, '10.0.0.1');
    now = START + 60_001;
    expect(await guess('10.0.0.1', true)).toBe(true);
  });

  test('do not limit another address', async () => {
    await guessOften(4, '10.0.0.1');
    expect(await guess('10.0.0.2', true)).toBe(true);
  });

  test('count when their check fails', async () => {
    const failing = () =>
      limit(
        { address: '10.0.0.1', account: null },
        () => Promise.reject(new Error('database away')),
        Boolean,
      );
    for (let round = 0; round < 3; round++) await expect(failing()).rejects.toThrow('database away');
    expect(await guess('10.0.0.1', true)).toBe('blocked');
  });

  test('count for the whole network of an IPv6 client', async () => {
    for (const last of ['1', '2', '3']) await guess(`2001:db8:0:1::${last}`, false);
    expect(await guess('2001:db8:0:1:9::9', true)).toBe('blocked');
    expect(await guess('2001:db8:0:2::1', true)).toBe(true);
  });
});

describe('guesses on one account', () => {
  const strangersGuess = async (): Promise<void> => {
    for (let n = 1; n <= 5; n++) await guess(`10.0.1.${n}`, false, ANA);
  };

  test('from many addresses are checked until five were wrong', async () => {
    await strangersGuess();
    expect(await guess('10.0.1.6', true, ANA)).toBe('blocked');
    expect(await guess('10.0.1.6', true, ' Ana@Example.org')).toBe('blocked');
    expect(await guess('10.0.1.6', true, 'bob@example.org')).toBe(true);
  });

  test('are checked again after the window of accounts', async () => {
    await strangersGuess();
    now = START + 60_001;
    expect(await guess('10.0.1.6', true, ANA)).toBe('blocked');
    now = START + 900_001;
    expect(await guess('10.0.1.6', true, ANA)).toBe(true);
  });

  test('block no address from which a guess was right before', async () => {
    await guess('10.0.0.1', true, ANA);
    await strangersGuess();
    await guessOften(4, '10.0.0.1', 'bob@example.org');
    expect(await guess('10.0.0.1', true, ANA)).toBe(true);
  });

  test('block no address where the account is signed in', async () => {
    signedIn = [`${ANA} 10.0.0.1`];
    await strangersGuess();
    expect(await guess('10.0.0.1', true, ANA)).toBe(true);
  });

  test('from a known address are limited too', async () => {
    await guess('10.0.0.1', true, ANA);
    expect(await guessOften(6, '10.0.0.1', ANA)).toEqual([...Array(5).fill(false), 'blocked']);
  });
});

test('a blocked guess says when to try again', async () => {
  await guessOften(3, '10.0.0.1');
  now = START + 20_000;
  const outcome = await limit(
    { address: '10.0.0.1', account: null },
    async () => true,
    (right) => right,
  );
  expect(outcome).toEqual({ tooManyGuesses: true, retryAfterMs: 40_000 });
});

describe('two servers', () => {
  test('count guesses together', async () => {
    await guessOften(2, '10.0.0.1');
    limit = openLimit('password');
    expect(await guessOften(2, '10.0.0.1')).toEqual([false, 'blocked']);
  });

  test('know the same places', async () => {
    await guess('10.0.0.1', true, ANA);
    limit = openLimit('password');
    await guessOften(4, '10.0.0.1', 'bob@example.org');
    expect(await guess('10.0.0.1', true, ANA)).toBe(true);
  });
});

test('requests for mails and guesses of passwords count apart', async () => {
  await guessOften(4, '10.0.0.1');
  limit = openLimit('mail');
  expect(await guess('10.0.0.1', true)).toBe(true);
});

test('a full counter counts nothing in another', async () => {
  await guessOften(3, '10.0.0.1');
  await guessOften(10, '10.0.0.1', ANA);
  expect(await guess('10.0.0.2', true, ANA)).toBe(true);
});

test('an address is known for a month', async () => {
  await guess('10.0.0.1', true, ANA);
  now += PLACE_KNOWN_MS + 1;
  await guessOften(4, '10.0.0.1', 'bob@example.org');
  expect(await guess('10.0.0.1', true, ANA)).toBe('blocked');
});

test('what no longer counts is deleted', async () => {
  await guessOften(3, '10.0.0.1');
  now += 60_000;
  await guessOften(1, '10.0.0.2');
  await guess('10.0.0.3', true, ANA);
  await deleteOldGuesses(database.db, now, now);
  const counted = await database.db.selectFrom('guess_counts').select('guesses').execute();
  expect(counted.map(({ guesses }) => guesses).toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
  expect(await database.db.selectFrom('known_places').select('last_right_at').execute()).toHaveLength(1);
});
