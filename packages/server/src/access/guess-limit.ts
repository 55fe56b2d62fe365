import type { Instant } from '@pawprint/core';
import { LRUCache } from 'lru-cache';

export interface GuessLimitOptions {
  /** Guesses from one address within the window that were wrong or are not yet checked. */
  readonly maxGuesses: number;
  readonly windowMs: number;
  /** Addresses remembered at once. */
  readonly maxAddresses: number;
  readonly now: () => Instant;
}

export const TOO_MANY_GUESSES = Symbol('too many guesses');

/** Runs a check of a password, unless too many guesses from this address were wrong within the window. */
export type GuessLimit = <Outcome>(
  address: string,
  check: () => Promise<Outcome>,
  wasRight: (outcome: Outcome) => boolean,
) => Promise<Outcome | typeof TOO_MANY_GUESSES>;

/**
 * A guess counts from when it is made until it proves right, so a thousand guesses at once are limited like a thousand
 * in a row.
 */
export const createGuessLimit = (options: GuessLimitOptions): GuessLimit => {
  const { maxGuesses, windowMs, maxAddresses, now } = options;
  const counts = new LRUCache<string, { guesses: number }>({
    max: maxAddresses,
    ttl: windowMs,
    ttlResolution: 0,
    perf: { now },
  });
  const countOf = (address: string): { guesses: number } => {
    const known = counts.get(address);
    if (known) return known;
    const count = { guesses: 0 };
    counts.set(address, count);
    return count;
  };
  return async (address, check, wasRight) => {
    const count = countOf(address);
    if (count.guesses >= maxGuesses) return TOO_MANY_GUESSES;
    count.guesses += 1;
    const outcome = await check();
    if (wasRight(outcome)) count.guesses -= 1;
    return outcome;
  };
};
