import { normalizeIP } from '@better-auth/core/utils/ip';
import type { Instant } from '@pawprint/core';
import { LRUCache } from 'lru-cache';
import { type Refusal, refuse } from '../model/refusal.ts';

/** Wrong guesses, and those not yet checked, that are taken within a window. */
export interface GuessAllowance {
  readonly maxGuesses: number;
  readonly windowMs: number;
}

export interface GuessLimitOptions {
  /** From one address, on whatever accounts. */
  readonly perAddress: GuessAllowance;
  /** On one account: from all addresses that it does not know together, and from each one that it knows. */
  readonly perAccount: GuessAllowance;
  /** Addresses and accounts remembered at once, of each. */
  readonly maxRemembered: number;
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

/**
 * Limits guesses per address and per account. An address from which the account was signed in to has an allowance of its
 * own, so that strangers' guesses lock nobody out of the places where they work. A guess counts from when it is made until
 * it proves right, so a thousand guesses at once are limited like a thousand in a row.
 */
export const createGuessLimit = (options: GuessLimitOptions): GuessLimit => {
  const byAddress = createCounters(options.perAddress, options);
  const byAccount = createCounters(options.perAccount, options);
  const byKnownPlace = createCounters(options.perAccount, options);
  const knownPlaces = new LRUCache<string, true>({ max: options.maxRemembered });

  const countersOf = async (address: string, account: string | null): Promise<readonly Counter[]> => {
    if (account === null) return [byAddress(address)];
    const place = placeOf(account, address);
    const isKnown = knownPlaces.has(place) || (await options.isSignedIn(account, address));
    return isKnown ? [byKnownPlace(place)] : [byAddress(address), byAccount(account)];
  };

  return async (guess, check, wasRight) => {
    const address = networkOf(guess.address);
    const account = guess.account?.trim().toLowerCase().slice(0, LONGEST_ACCOUNT) || null;
    const counters = await countersOf(address, account);
    const retryAfterMs = Math.max(...counters.map((counter) => counter.blockedForMs()));
    if (retryAfterMs > 0) {
      options.onRefused?.(guess);
      return { tooManyGuesses: true, retryAfterMs };
    }
    for (const counter of counters) counter.increment();
    const outcome = await check();
    if (!wasRight(outcome)) {
      options.onRefused?.(guess);
      return outcome;
    }
    for (const counter of counters) counter.decrement();
    if (account !== null) knownPlaces.set(placeOf(account, address), true);
    return outcome;
  };
};

/** The longest e-mail address: a longer text would only fill the memory. */
const LONGEST_ACCOUNT = 320;

const placeOf = (account: string, address: string): string => `${address} ${account}`;

/** An IPv6 client has a network of 2^64 addresses to guess from: the network counts. */
const networkOf = (address: string): string => normalizeIP(address, { ipv6Subnet: 64 });

/** Guesses under one key. */
interface Counter {
  /** 0 where a guess may be checked. */
  blockedForMs(): number;
  increment(): void;
  decrement(): void;
}

const createCounters = (
  { maxGuesses, windowMs }: GuessAllowance,
  { maxRemembered, now }: Pick<GuessLimitOptions, 'maxRemembered' | 'now'>,
) => {
  const counts = new LRUCache<string, { guesses: number }>({
    max: maxRemembered,
    ttl: windowMs,
    ttlResolution: 0,
    perf: { now },
  });
  return (key: string): Counter => ({
    blockedForMs() {
      const count = counts.get(key);
      return count === undefined || count.guesses < maxGuesses ? 0 : Math.max(1, counts.getRemainingTTL(key));
    },
    increment() {
      const count = counts.get(key);
      if (count === undefined) counts.set(key, { guesses: 1 });
      else count.guesses += 1;
    },
    decrement() {
      const count = counts.get(key);
      if (count !== undefined) count.guesses -= 1;
    },
  });
};
