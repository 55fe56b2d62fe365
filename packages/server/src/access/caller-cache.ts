import type { Caller } from '../model/caller.ts';

interface Entry {
  readonly caller: Promise<Caller | null>;
  readonly until: number;
}

export interface CallerCacheOptions {
  /** How long a revoked key may still be taken. */
  readonly keepMs: number;
  readonly most: number;
  readonly now: () => Date;
}

/** Who a secret belongs to, looked up by `find` where that is not known from a moment ago. */
export type CallerCache = (hash: string, find: () => Promise<Caller | null>) => Promise<Caller | null>;

/**
 * Extractors ask several times a second with the same key: it is looked up once in a while only, and once for all that
 * ask at the same time. A wrong key is forgotten at once, so it works as soon as it exists.
 */
export const createCallerCache = ({ keepMs, most, now }: CallerCacheOptions): CallerCache => {
  const entries = new Map<string, Entry>();
  const remember = (hash: string, entry: Entry): void => {
    entries.delete(hash);
    entries.set(hash, entry);
    const [oldest] = entries.keys();
    if (oldest !== undefined && entries.size > most) entries.delete(oldest);
  };
  const forget = (hash: string, entry: Entry): void => {
    if (entries.get(hash) === entry) entries.delete(hash);
  };
  return async (hash, find) => {
    const at = now().getTime();
    const known = entries.get(hash);
    if (known && known.until > at) return known.caller;
    const entry = { caller: find(), until: at + keepMs };
    remember(hash, entry);
    const caller = await entry.caller.catch((error: unknown) => {
      forget(hash, entry);
      throw error;
    });
    if (!caller) forget(hash, entry);
    return caller;
  };
};
