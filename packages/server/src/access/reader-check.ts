import type { Instant } from '@pawprint/core';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Reader } from '../model/caller.ts';
import type { Grant } from '../model/grant.ts';
import type { Database } from '../store/database.ts';
import { selectGranted } from '../store/granted.ts';
import type { Authenticate } from './authenticate.ts';
import { isTooManyGuesses } from './guess-limit.ts';
import type { GrantOf } from './rights.ts';

/** With the time for which `authenticate` remembers a key, this stays below 5 s: that long a stream outlives a right. */
const CHECK_AGAIN_AFTER_MS = 2_000;

const MOST_REMEMBERED = 100_000;

/** Checks while a stream lasts that its reader is still signed in, and what they see. */
export interface ReaderCheck {
  /** Those of these datasets that the reader sees; null if the reader is no longer signed in. */
  readonly selectVisible: (datasetIds: readonly string[]) => Promise<Visible | null>;
}

export interface Visible {
  readonly grant: Grant;
  /** Of null, the dataset of a job whose dataset was deleted, only those who see everything see anything. */
  readonly has: (datasetId: string | null) => boolean;
}

interface CheckPorts {
  readonly db: Database;
  readonly authenticate: Authenticate;
  readonly grantOf: GrantOf;
  readonly now: () => Instant;
}

export type CheckReader = (reader: Reader, request: FastifyRequest) => ReaderCheck;

/** Whether a person sees a dataset, and when that was asked. */
interface Found {
  readonly isVisible: boolean;
  readonly at: Instant;
}

/**
 * Many streams of one person share what was found out for one of them. A refusal from before a stream began does not count
 * for it: its page may have loaded what the person has been given since.
 */
export const createCheckReader = ({ db, authenticate, grantOf, now }: CheckPorts): CheckReader => {
  const seen = new LRUCache<string, Found>({
    max: MOST_REMEMBERED,
    ttl: CHECK_AGAIN_AFTER_MS,
    ttlResolution: 0,
    perf: { now },
  });

  const select = async (reader: Reader, ids: readonly string[], beganAt: Instant): Promise<Visible> => {
    const grant = grantOf(reader, 'see');
    if (grant.of === 'all') return { grant, has: () => true };
    const who = reader.kind === 'user' ? reader.id : reader.kind;
    const recall = (id: string): boolean | undefined => {
      const found = seen.get(`${who} ${id}`);
      return found && (found.isVisible || found.at > beganAt) ? found.isVisible : undefined;
    };
    const known = new Map([...new Set(ids)].map((id) => [id, recall(id)]));
    const unknown = [...known].filter(([, isVisible]) => isVisible === undefined).map(([id]) => id);
    const at = now();
    const granted = await selectGranted(db, grant, 'datasets', unknown);
    for (const id of unknown) {
      seen.set(`${who} ${id}`, { isVisible: granted.has(id), at });
      known.set(id, granted.has(id));
    }
    return { grant, has: (id) => id !== null && known.get(id) === true };
  };

  return (first, request) => {
    let reader: Reader | null = first;
    const beganAt = now();
    let checkedAt = beganAt;
    return {
      selectVisible: async (ids) => {
        if (first.kind !== 'nobody' && now() - checkedAt >= CHECK_AGAIN_AFTER_MS) {
          const found = await authenticate(request);
          reader = isTooManyGuesses(found) ? null : found;
          checkedAt = now();
        }
        return reader && select(reader, ids, beganAt);
      },
    };
  };
};
