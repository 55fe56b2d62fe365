import { coalesce } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import { recordAct } from '../store/audit.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import type { Guess } from './guess-limit.ts';

interface RefusedPasswordsPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly onError: (error: unknown) => void;
}

export interface RefusedPasswords {
  readonly add: (guess: Guess) => void;
  /** Records what was counted since the last time. */
  readonly stop: () => Promise<void>;
}

const PAUSE_MS = 5 * 60_000;
/** Of accounts and addresses between two records. Beyond, refusals are counted together. */
const MOST_COUNTED = 1_000;

/**
 * Counts refused passwords for the audit log: the first is recorded at once, those of the next five minutes with their
 * number. Otherwise anybody could fill the log.
 */
export const createRefusedPasswords = ({ db, now, onError }: RefusedPasswordsPorts): RefusedPasswords => {
  let counted = new Map<string, Count>();
  const record = async (): Promise<void> => {
    const counts = [...counted.values()];
    if (counts.length === 0) return;
    counted = new Map();
    await db.transaction().execute((trx) => recordCounts(trx, counts, now()));
  };
  const recording = coalesce(record, { pauseMs: PAUSE_MS, onError });
  return {
    add: (guess) => {
      increment(counted, guess);
      recording.request();
    },
    stop: async () => {
      await recording.stop();
      await record();
    },
  };
};

interface Count {
  /** Null: of many. */
  readonly guess: Guess | null;
  times: number;
}

const increment = (counted: Map<string, Count>, guess: Guess): void => {
  const key = `${guess.address} ${guess.account ?? ''}`;
  const count = counted.get(key) ?? (counted.size < MOST_COUNTED ? undefined : counted.get(OTHERS));
  if (count) count.times += 1;
  else if (counted.size < MOST_COUNTED) counted.set(key, { guess, times: 1 });
  else counted.set(OTHERS, { guess: null, times: 1 });
};

const OTHERS = 'others';

/** People also type their password where the e-mail belongs, so only accounts that exist are named. */
const recordCounts = async (
  trx: DatabaseTransaction,
  counts: readonly Count[],
  at: Instant,
): Promise<void> => {
  const emails = counts.flatMap(({ guess }) => (guess?.account ? [guess.account.trim().toLowerCase()] : []));
  const users = await trx
    .selectFrom('users')
    .select(['id', 'name', 'email'])
    .where('email', 'in', [...emails, ''])
    .execute();
  for (const { guess, times } of counts) {
    const user = users.find(({ email }) => email === guess?.account?.trim().toLowerCase());
    await recordAct(trx, {
      by: guess && { kind: 'nobody', address: guess.address },
      act: 'account.refuse_password',
      subject: user?.id ?? 'unknown',
      name: user?.name,
      details: { times },
      at,
    });
  }
};
