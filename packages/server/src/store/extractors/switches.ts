import type { Instant } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { storableText } from '../../model/storable.ts';
import type { DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** How operators have set an extractor. */
interface Switches {
  readonly enabled: boolean;
  readonly isPaused: boolean;
}

/** Locks an extractor, and answers how it is set; undefined if there is no such extractor. */
export const lockSwitches = async (trx: DatabaseTransaction, name: string): Promise<Switches | undefined> => {
  const row = await trx
    .selectFrom('extractors')
    .select(['enabled', 'dispatch_paused_at'])
    .where('name', '=', storableText(name))
    .forUpdate()
    .executeTakeFirst();
  return row && { enabled: row.enabled, isPaused: row.dispatch_paused_at !== null };
};

export const writeEnabled = async (
  trx: DatabaseTransaction,
  name: string,
  enabled: boolean,
): Promise<void> => {
  await trx.updateTable('extractors').set({ enabled }).where('name', '=', name).execute();
};

interface NewPause {
  /** The name of the person. */
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
}

/** @param pause null: jobs are dispatched again */
export const writePause = async (
  trx: DatabaseTransaction,
  name: string,
  pause: NewPause | null,
): Promise<void> => {
  const reason = pause?.reason ?? null;
  await trx
    .updateTable('extractors')
    .set({
      dispatch_paused_at: pause && timeOf(pause.at),
      dispatch_paused_by: pause && storableText(pause.by),
      dispatch_pause_reason: reason === null ? null : storableText(reason),
    })
    .where('name', '=', name)
    .execute();
};

/** Whether an extractor gets jobs at the moment: it is enabled, and the dispatch to it is not paused. */
export const getsJobs = async (trx: DatabaseTransaction, name: string): Promise<boolean> => {
  const { rows } = await sql<{ gets: boolean }>`
    select enabled and dispatch_paused_at is null as gets from extractors where name = ${name}`.execute(trx);
  return rows[0]?.gets ?? false;
};

export interface SwitchedColumn {
  readonly by: string | null;
  /** In milliseconds. */
  readonly at: number;
}

/**
 * Who switched an extractor to what it is now, and when; null where nobody has.
 *
 * @param extractor the name that the query has given the table of extractors
 */
export const lastSwitched = (
  extractor: string,
): RawBuilder<SwitchedColumn | null> => sql<SwitchedColumn | null>`(
  select jsonb_build_object('by', a.user_name, 'at', floor(extract(epoch from a.at) * 1000))
  from audit_log a
  where a.subject = ${sql.ref(`${extractor}.name`)} and a.act = any(
    case when ${sql.ref(`${extractor}.enabled`)}
      then array['extractor.enable', 'extractor.approve'] else array['extractor.disable', 'extractor.decline'] end
  )
  order by a.at desc, a.seq desc limit 1
)`;
