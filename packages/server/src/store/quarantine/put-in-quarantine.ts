import { redactKeys } from '@pawprint/core';
import { type Insertable, sql, type Transaction } from 'kysely';
import type { Quarantined } from '../../tracking/quarantine.ts';
import { timeOf } from '../jobs/instant-column.ts';
import type { QuarantineTable } from '../schema/operation.ts';
import type { Schema } from '../schema.ts';
import { storableText } from '../storable.ts';
import { type SameMessage, sameMessages } from './same-messages.ts';

type Trx = Transaction<Schema>;
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

const knownAmong = async (trx: Trx, rows: readonly Row[]): Promise<ReadonlySet<string>> => {
  const fingerprints = rows.map(({ fingerprint }) => fingerprint);
  const known = await trx
    .selectFrom('quarantine')
    .select('fingerprint')
    .where('fingerprint', 'in', fingerprints)
    .execute();
  return new Set(known.map(({ fingerprint }) => fingerprint.toString('hex')));
};

/** Delivered for the second time: it adds nothing where it lies here, or was taken in from here. */
const addUnknown = async (trx: Trx, rows: readonly Row[]): Promise<void> => {
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
const addAnew = async (trx: Trx, rows: readonly Row[]): Promise<void> => {
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
  trx: Trx,
  messages: readonly SameMessage[],
  add: (trx: Trx, rows: readonly Row[]) => Promise<void>,
): Promise<void> => {
  for (let done = 0; done < messages.length; done += AT_ONCE)
    await add(trx, messages.slice(done, done + AT_ONCE).map(rowOf));
};

/**
 * Keeps what could not be used, each message once, with how often it came. What the broker delivers a second time adds
 * nothing. What has been taken in, or thrown away, and comes anew comes up again.
 */
export const putInQuarantine = async (trx: Trx, quarantined: readonly Quarantined[]): Promise<void> => {
  const messages = sameMessages(quarantined);
  const [repeated, anew] = [
    messages.filter(({ first }) => first.isRepeat),
    messages.filter(({ times }) => times > 0),
  ];
  await inParts(trx, repeated, addUnknown);
  await inParts(trx, anew, addAnew);
};
