import { type Instant, redactKeys } from '@pawprint/core';
import { type Insertable, sql } from 'kysely';
import type { Quarantined } from '../../model/quarantined.ts';
import { storableText } from '../../model/storable.ts';
import type { DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import type { QuarantineTable } from '../schema/operation.ts';
import { fingerprintOf, type StorableDelivery, storableDelivery } from './storable-message.ts';

type Row = Insertable<QuarantineTable>;

/** Bodies may be large: so many go over in one statement. */
const AT_ONCE = 100;

/** Several servers hear the same heartbeat, and no extractor sends two so close to one another. */
const ONE_BEAT = sql`interval '1 second'`;

const rowOf = ({ first, kept, fingerprint, times, lastAt }: SameMessage): Row => ({
  id: first.id,
  source: first.source,
  reason: first.reason,
  detail: storableText(redactKeys(first.detail)),
  received_at: timeOf(first.receivedAt),
  last_received_at: timeOf(lastAt),
  times,
  fingerprint,
  body: kept.body,
  properties: JSON.stringify(kept.properties),
});

const knownAmong = async (trx: DatabaseTransaction, rows: readonly Row[]): Promise<ReadonlySet<string>> => {
  const fingerprints = rows.map(({ fingerprint }) => fingerprint);
  const known = await trx
    .selectFrom('quarantine')
    .select('fingerprint')
    .where('fingerprint', 'in', fingerprints)
    .execute();
  return new Set(known.map(({ fingerprint }) => fingerprint.toString('hex')));
};

/** Delivered for the second time: it adds nothing where it lies here, or was taken in from here. */
const addUnknown = async (trx: DatabaseTransaction, rows: readonly Row[]): Promise<void> => {
  const known = await knownAmong(trx, rows);
  const unknown = rows.filter(({ fingerprint }) => !known.has(fingerprint.toString('hex')));
  if (unknown.length === 0) return;
  await trx
    .insertInto('quarantine')
    .values(unknown.map((row) => ({ ...row, times: 1 })))
    .onConflict((conflict) => conflict.column('fingerprint').where('replayed_at', 'is', null).doNothing())
    .execute();
};

/** Where it lies here, it came once more, and why it cannot be used may have changed. */
const addAnew = async (trx: DatabaseTransaction, rows: readonly Row[]): Promise<void> => {
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
              and excluded.last_received_at < quarantine.last_received_at + ${ONE_BEAT} then 0
            else excluded.times end`,
          last_received_at: sql<Date>`greatest(quarantine.last_received_at, excluded.last_received_at)`,
        })),
    )
    .execute();
};

const inParts = async (
  trx: DatabaseTransaction,
  messages: readonly SameMessage[],
  add: (trx: DatabaseTransaction, rows: readonly Row[]) => Promise<void>,
): Promise<void> => {
  for (let done = 0; done < messages.length; done += AT_ONCE)
    await add(trx, messages.slice(done, done + AT_ONCE).map(rowOf));
};

/**
 * Keeps what could not be used, each message once, with how often it came. What the broker delivers a second time adds
 * nothing. What has been taken in, or thrown away, and comes anew comes up again.
 */
export const putInQuarantine = async (
  trx: DatabaseTransaction,
  quarantined: readonly Quarantined[],
): Promise<void> => {
  const messages = sameMessages(quarantined);
  const [repeated, anew] = [
    messages.filter(({ first }) => first.isRepeat),
    messages.filter(({ times }) => times > 0),
  ];
  await inParts(trx, repeated, addUnknown);
  await inParts(trx, anew, addAnew);
};

/** All of one batch that is the same message. */
interface SameMessage {
  readonly first: Quarantined;
  readonly kept: StorableDelivery;
  readonly fingerprint: Buffer;
  /** How often it came anew. */
  readonly times: number;
  readonly lastAt: Instant;
}

const begin = (first: Quarantined): SameMessage => {
  const kept = storableDelivery(first.raw);
  const fingerprint = fingerprintOf(first.source, kept);
  return { first, kept, fingerprint, times: 0, lastAt: first.receivedAt };
};

/** By their fingerprints: in that order several servers lock the rows of the same messages. */
const sameMessages = (quarantined: readonly Quarantined[]): SameMessage[] => {
  const byName = new Map<string, SameMessage>();
  for (const each of quarantined) {
    const own = begin(each);
    const name = own.fingerprint.toString('hex');
    const same = byName.get(name) ?? own;
    const times = same.times + (each.isRepeat ? 0 : 1);
    byName.set(name, { ...same, times, lastAt: Math.max(same.lastAt, each.receivedAt) });
  }
  return [...byName.values()].toSorted((a, b) => a.fingerprint.compare(b.fingerprint));
};
