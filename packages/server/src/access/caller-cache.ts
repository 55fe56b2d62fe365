import type { Instant } from '@pawprint/core';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../model/caller.ts';
import { isTooManyGuesses, type TooManyGuesses } from './guess-limit.ts';

export interface CallerCacheOptions {
  /** How long a revoked key still works. */
  readonly ttlMs: number;
  readonly max: number;
  readonly now: () => Instant;
}

/** The caller whom a secret belongs to. Null: it is wrong. */
export type FoundCaller = Caller | TooManyGuesses | null;

/** The caller whom a secret with this hash belongs to; `find` is called where the cache does not know. */
export type CallerCache = (hash: string, find: () => Promise<FoundCaller>) => Promise<FoundCaller>;

/**
 * Extractors send the same key several times a second, so its owner is read from the database once within `ttlMs`, and
 * once for all requests that come at the same time. A wrong key is not kept, so it works as soon as it exists.
 */
export const createCallerCache = ({ ttlMs, max, now }: CallerCacheOptions): CallerCache => {
  const cache = new LRUCache<string, Promise<FoundCaller>>({
    max,
    ttl: ttlMs,
    ttlResolution: 0,
    perf: { now },
  });
  const remove = (hash: string, caller: Promise<FoundCaller>): void => {
    if (cache.peek(hash) === caller) cache.delete(hash);
  };
  return async (hash, find) => {
    const cached = cache.get(hash);
    if (cached) return cached;
    const finding = find();
    cache.set(hash, finding);
    const caller = await finding.catch((error: unknown) => {
      remove(hash, finding);
      throw error;
    });
    if (caller === null || isTooManyGuesses(caller)) remove(hash, finding);
    return caller;
  };
};
