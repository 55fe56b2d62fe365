import { normalizeIP } from '@better-auth/core/utils/ip';
import type { Instant } from '@pawprint/core';
import { type Refusal, refuse } from '../model/refusal.ts';
import type { Database } from '../store/database.ts';
import {
  countGuess,
  type GuessCounter,
  isKnownPlace,
  recordKnownPlace,
  uncountGuess,
} from '../store/guess-counts.ts';
import { hashSecret } from './keys.ts';

/** Wrong guesses, and those not yet checked, that are taken within a window. */
export interface GuessAllowance {
  readonly maxGuesses: number;
  readonly windowMs: number;
}

export interface GuessLimitOptions {
  readonly db: Database;
  /** What is guessed: each has counts of its own. */
  readonly of: 'password' | 'mail';
  /** From one address, on whatever accounts. */
  readonly perAddress: GuessAllowance;
  /** On one account: from all addresses that it does not know together, and from each one that it knows. */
  readonly perAccount: GuessAllowance;
  /** Whether somebody is signed in to the account from this address, which a guess from there has made a known one. */
  readonly isSignedIn: (account: string, address: string) => Promise<boolean>;
  /** A guess was wrong, or not checked. */
  readonly onRefused?: (guess: Guess) => void;
  readonly now: () => Instant;
}

export interface Guess {
  /** Of the client. */
  readonly address: string;
  /** E-mail, known here or not. Null where a request names no account. */
  readonly account: string | null;
}

/** Nothing was checked. */
export interface TooManyGuesses {
  readonly tooManyGuesses: true;
  readonly retryAfterMs: number;
}

export const isTooManyGuesses = (value: unknown): value is TooManyGuesses =>
  typeof value === 'object' && value !== null && 'tooManyGuesses' in value;

export const refusalOfGuesses = (
  { retryAfterMs }: TooManyGuesses,
  reason = 'Too many wrong passwords.',
): Refusal => ({
  ...refuse('too_many_requests', `${reason} Try again in ${waitText(retryAfterMs)}.`),
  retryAfterS: Math.ceil(retryAfterMs / 1_000),
});

const waitText = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
};

/** Runs a check of a password, unless too many guesses were wrong within the window. */
export type GuessLimit = <Outcome>(
  guess: Guess,
  check: () => Promise<Outcome>,
  wasRight: (outcome: Outcome) => boolean,
) => Promise<Outcome | TooManyGuesses>;

/** After the password of an account was right at an address, it is a known one for so long. */
export const PLACE_KNOWN_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * Limits guesses per address and per account, of all servers together. An address from which the account was signed in to
 * has an allowance of its own, so that strangers' guesses lock nobody out of the places where they work. A guess counts
 * from when it is made until it proves right, so a thousand guesses at once are limited like a thousand in a row.
 */
export const createGuessLimit = (options: GuessLimitOptions): GuessLimit => {
  const { db, of, perAddress, perAccount, now } = options;
  const counter = (by: string, key: string, { maxGuesses, windowMs }: GuessAllowance): GuessCounter => ({
    kind: `${of} by ${by}`,
    keyHash: hashSecret(key),
    maxGuesses,
    windowMs,
  });

  const countersOf = async (address: string, account: string | null): Promise<readonly GuessCounter[]> => {
    const byAddress = counter('address', address, perAddress);
    if (account === null) return [byAddress];
    const place = placeOf(account, address);
    const isKnown =
      (await isKnownPlace(db, hashSecret(place), now() - PLACE_KNOWN_MS)) ||
      (await options.isSignedIn(account, address));
    return isKnown
      ? [counter('known place', place, perAccount)]
      : [byAddress, counter('account', account, perAccount)];
  };

  return async (guess, check, wasRight) => {
    const address = networkOf(guess.address);
    const account = guess.account?.trim().toLowerCase().slice(0, LONGEST_ACCOUNT) || null;
    const counters = await countersOf(address, account);
    const retryAfterMs = await countGuess(db, counters, now());
    if (retryAfterMs > 0) {
      options.onRefused?.(guess);
      return { tooManyGuesses: true, retryAfterMs };
    }
    const outcome = await check();
    if (!wasRight(outcome)) {
      options.onRefused?.(guess);
      return outcome;
    }
    await uncountGuess(db, counters);
    if (account !== null) await recordKnownPlace(db, hashSecret(placeOf(account, address)), now());
    return outcome;
  };
};

/** The longest e-mail address: a longer text would only fill the memory. */
const LONGEST_ACCOUNT = 320;

const placeOf = (account: string, address: string): string => `${address} ${account}`;

/** An IPv6 client has a network of 2^64 addresses to guess from: the network counts. */
const networkOf = (address: string): string => normalizeIP(address, { ipv6Subnet: 64 });
