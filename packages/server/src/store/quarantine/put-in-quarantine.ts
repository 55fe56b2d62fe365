import { type Instant, redactKeys } from '@pawprint/core';
import { type Insertable, sql } from 'kysely';
import type { Quarantined } from '../../model/quarantined.ts';
import { storableText } from '../../model/storable.ts';
import type { DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import type { QuarantineTable } from '../schema/operation.ts';
import { fingerprintOf, type StorableDelivery, storableDelivery } from './storable-message.ts';

/**
 * Puts unusable messages in quarantine, each once, with a count of how often it came. A repeated delivery is not counted.
 * A message that was replayed or deleted, and comes once more, is put in quarantine again.
 */
export const putInQuarantine = async (
  trx: DatabaseTransaction,
  quarantined: readonly Quarantined[],
): Promise<void> => {
  const messages = sameMessages(quarantined);
  const repeated = messages.filter(({ first }) => first.isRepeat);
  const added = messages.filter(({ times }) => times > 0);
  await insertInParts(trx, repeated, addRepeated);
  await insertInParts(trx, added, addNew);
};

/** All deliveries of the same message in one batch. */
interface SameMessage {
  readonly first: Quarantined;
  readonly stored: StorableDelivery;
  readonly fingerprint: Buffer;
  /** How often it came, without repeated deliveries. */
  readonly times: number;
  readonly lastAt: Instant;
}

/** In the order of their fingerprints, so that servers that write the same messages cannot deadlock. */
const sameMessages = (quarantined: readonly Quarantined[]): SameMessage[] => {
  const byFingerprint = new Map<string, SameMessage>();
  for (const each of quarantined) {
    const own = firstDelivery(each);
    const key = own.fingerprint.toString('hex');
    const same = byFingerprint.get(key) ?? own;
    const times = same.times + (each.isRepeat ? 0 : 1);
    byFingerprint.set(key, { ...same, times, lastAt: Math.max(same.lastAt, each.receivedAt) });
  }
  return [...byFingerprint.values()].toSorted((a, b) => a.fingerprint.compare(b.fingerprint));
};

const firstDelivery = (first: Quarantined): SameMessage => {
  const stored = storableDelivery(first.raw);
  const fingerprint = fingerprintOf(first.source, stored);
  return { first, stored, fingerprint, times: 0, lastAt: first.receivedAt };
};

const insertInParts = async (
  trx: DatabaseTransaction,
  messages: readonly SameMessage[],
  add: (trx: DatabaseTransaction, rows: readonly Row[]) => Promise<void>,
): Promise<void> => {
  for (let done = 0; done < messages.length; done += MAX_ROWS)
    await add(trx, messages.slice(done, done + MAX_ROWS).map(messageToRow));
};

/** Rows in one statement: their bodies can be large. */
const MAX_ROWS = 100;

type Row = Insertable<QuarantineTable>;

/** Adds repeated deliveries only if they are unknown here: neither in quarantine nor replayed from it. */
const addRepeated = async (trx: DatabaseTransaction, rows: readonly Row[]): Promise<void> => {
  const known = await knownAmong(trx, rows);
  const unknown = rows.filter(({ fingerprint }) => !known.has(fingerprint.toString('hex')));
  if (unknown.length === 0) return;
  await trx
    .insertInto('quarantine')
    .values(unknown.map((row) => ({ ...row, times: 1 })))
    .onConflict((conflict) => conflict.column('fingerprint').where('replayed_at', 'is', null).doNothing())
    .execute();
};

const knownAmong = async (trx: DatabaseTransaction, rows: readonly Row[]): Promise<ReadonlySet<string>> => {
  const fingerprints = rows.map(({ fingerprint }) => fingerprint);
  const known = await trx
    .selectFrom('quarantine')
    .select('fingerprint')
    .where('fingerprint', 'in', fingerprints)
    .execute();
  return new Set(known.map(({ fingerprint }) => fingerprint.toString('hex')));
};

/** Adds messages; one that is in quarantine already is counted once more, with its latest reason. */
const addNew = async (trx: DatabaseTransaction, rows: readonly Row[]): Promise<void> => {
  await trx
    .insertInto('quarantine')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('fingerprint')
        .where('replayed_at', 'is', null)
        .doUpdateSet((update) => ({
          reason: update.ref('excluded.reason'),
          detail: update.ref('excluded.detail'),
          times: sql<number>`quarantine.times + case
            when excluded.source = 'heartbeat'
              and excluded.last_received_at < quarantine.last_received_at + ${ONE_HEARTBEAT} then 0
            else excluded.times end`,
          last_received_at: sql<Date>`greatest(quarantine.last_received_at, excluded.last_received_at)`,
        })),
    )
    .execute();
};

/** Several servers receive the same heartbeat; an extractor never sends two within this time. */
const ONE_HEARTBEAT = sql`interval '1 second'`;

const messageToRow = ({ first, stored, fingerprint, times, lastAt }: SameMessage): Row => ({
  id: first.id,
  source: first.source,
  reason: first.reason,
  detail: storableText(redactKeys(first.detail)),
  received_at: timeOf(first.receivedAt),
  last_received_at: timeOf(lastAt),
  times,
  fingerprint,
  body: stored.body,
  properties: JSON.stringify(stored.properties),
});
