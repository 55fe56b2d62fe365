import type { Instant } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { v7, validate } from 'uuid';
import type { StoredAnnouncement } from '../../model/extractor.ts';
import {
  type AnnouncementOrigin,
  type ChangeState,
  contentOf,
  type ExtractorChange,
  type VersionedEssentials,
} from '../../model/extractor-change.ts';
import { storableRecord, storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';
import type { KnownChange } from './known-extractor.ts';

export interface NewChange {
  readonly extractor: string;
  readonly state: Extract<ChangeState, 'waiting' | 'applied'>;
  /** Null for the first announcement of an extractor. */
  readonly before: VersionedEssentials | null;
  readonly after: VersionedEssentials;
  /** Null where only a queue was found. */
  readonly announcement: StoredAnnouncement | null;
  readonly origin: AnnouncementOrigin;
}

/** Whoever can write to the broker can announce as many contents as they like: only the newest of an extractor are kept. */
const MOST_KEPT = 50;

/** Replaces what was recorded of the same content before. Answers its id. The extractor must be locked. */
export const insertChange = async (
  trx: DatabaseTransaction,
  { extractor, state, before, after, announcement, origin }: NewChange,
  now: Instant,
): Promise<string> => {
  const [id, content] = [v7({ msecs: now }), contentOf(after)];
  await sql`
    delete from extractor_changes where extractor = ${extractor} and (content = ${content} or id in (
      select id from extractor_changes where extractor = ${extractor}
      order by announced_at desc offset ${MOST_KEPT - 1}
    ))`.execute(trx);
  await trx
    .insertInto('extractor_changes')
    .values({
      id,
      extractor,
      content,
      state,
      before: before && JSON.stringify(storableRecord(before)),
      after: JSON.stringify(storableRecord(after)),
      announcement: announcement && JSON.stringify(storableRecord(announcement)),
      lane: origin.lane,
      instance_id: origin.instanceId && storableText(origin.instanceId),
      host: origin.host && storableText(origin.host),
      broker_user: origin.brokerUser && storableText(origin.brokerUser),
      user_id: existingUser(origin.userId),
      announced_at: timeOf(now),
    })
    .execute();
  return id;
};

/** The same content was announced with another description: that is what would take effect. */
export const renewChange = async (
  trx: DatabaseTransaction,
  id: string,
  { after, announcement }: Pick<NewChange, 'after' | 'announcement'>,
): Promise<void> => {
  await trx
    .updateTable('extractor_changes')
    .set({
      after: JSON.stringify(storableRecord(after)),
      announcement: announcement && JSON.stringify(storableRecord(announcement)),
    })
    .where('id', '=', id)
    .execute();
};

/** An extractor that waits for approval announces something else: there is nothing to approve of what it said before. */
export const deleteFirstChange = async (trx: DatabaseTransaction, extractor: string): Promise<void> => {
  await trx
    .deleteFrom('extractor_changes')
    .where('extractor', '=', extractor)
    .where('before', 'is', null)
    .execute();
};

/** What is decided on. */
export interface RecordedChange extends Omit<NewChange, 'state' | 'origin'> {
  readonly id: string;
  readonly state: ChangeState;
}

/** Ids come from outside: one that is no UUID is the id of no change. */
export const findChange = async (db: Database, id: string): Promise<RecordedChange | undefined> =>
  validate(id)
    ? db
        .selectFrom('extractor_changes')
        .select(['id', 'extractor', 'state', 'before', 'after', 'announcement'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;

export const findChangeOfContent = async (
  db: Database,
  extractor: string,
  content: string,
): Promise<KnownChange | undefined> => {
  const row = await db
    .selectFrom('extractor_changes')
    .select(['id', 'state'])
    .where('extractor', '=', extractor)
    .where('content', '=', content)
    .executeTakeFirst();
  return row && { ...row, isSame: false };
};

export interface Decision {
  readonly state: 'approved' | 'declined';
  readonly by: string;
  readonly at: Instant;
}

export const decideChange = async (
  trx: DatabaseTransaction,
  id: string,
  { state, by, at }: Decision,
): Promise<void> => {
  await trx
    .updateTable('extractor_changes')
    .set({ state, decided_by: existingUser(by), decided_at: timeOf(at) })
    .where('id', '=', id)
    .execute();
};

/** Approves what was waiting or declined, or declines what was waiting. Answers whether the extractor was new and waited. */
export const decideFirstChange = async (
  trx: DatabaseTransaction,
  extractor: string,
  { state, by, at }: Decision,
): Promise<boolean> => {
  const { rows } = await sql<{ state: ChangeState }>`
    with first as (
      select id, state from extractor_changes where extractor = ${extractor} and before is null
        and (state = 'waiting' or (state = 'declined' and ${state} = 'approved'))
    ), decided as (
      update extractor_changes c set state = ${state}, decided_by = ${existingUser(by)}, decided_at = ${timeOf(at)}
      from first where c.id = first.id
    )
    select state from first`.execute(trx);
  return rows.some((first) => first.state === 'waiting');
};

/**
 * Whether an extractor is new, and no operator has decided on it.
 *
 * @param extractor the name that the query has given the table of extractors
 */
export const waitsForApproval = (extractor: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from extractor_changes c
  where c.extractor = ${sql.ref(`${extractor}.name`)} and c.state = 'waiting' and c.before is null
)`;

interface ChangeFilter {
  readonly extractor?: string | undefined;
  readonly state?: ChangeState | undefined;
  readonly limit: number;
}

/** Those that wait come first, then the newest. Of those that wait, `before` is what is in effect now. */
export const readChanges = async (
  db: Database,
  { extractor, state, limit }: ChangeFilter,
): Promise<ExtractorChange[]> => {
  const { rows } = await sql<ChangeRow>`
    select c.*, sender.name as sender_name, decider.name as decider_name, e.owner as owner_id, owner.name as owner_name,
      case when c.state = 'waiting' and c.before is not null then jsonb_build_object('version', e.version,
        'process', '{"file": [], "dataset": [], "metadata": []}'::jsonb || e.process,
        'parameters', coalesce(e.info -> 'parameters', '{}'), 'queue', e.queue) else c.before end as before
    from extractor_changes c join extractors e on e.name = c.extractor
    left join users owner on owner.id = e.owner
    left join users sender on sender.id = c.user_id
    left join users decider on decider.id = c.decided_by
    where ${extractor === undefined ? sql`true` : sql`c.extractor = ${storableText(extractor)}`}
      and ${state === undefined ? sql`true` : sql`c.state = ${state}`}
    order by c.state = 'waiting' desc, c.announced_at desc, c.id desc limit ${limit}`.execute(db);
  return rows.map(rowToChange);
};

interface ChangeRow {
  readonly id: string;
  readonly extractor: string;
  readonly state: ChangeState;
  readonly before: VersionedEssentials | null;
  readonly after: VersionedEssentials;
  readonly lane: AnnouncementOrigin['lane'];
  readonly instance_id: string | null;
  readonly host: string | null;
  readonly broker_user: string | null;
  readonly user_id: string | null;
  readonly sender_name: string | null;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly announced_at: Date;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly decider_name: string | null;
}

const rowToChange = (row: ChangeRow): ExtractorChange => ({
  id: row.id,
  extractor: row.extractor,
  owner: personOf(row.owner_id, row.owner_name),
  state: row.state,
  before: row.before,
  after: row.after,
  origin: {
    lane: row.lane,
    instanceId: row.instance_id,
    host: row.host,
    brokerUser: row.broker_user,
    user: personOf(row.user_id, row.sender_name),
  },
  announcedAt: instantOf(row.announced_at),
  decidedAt: instantOrNull(row.decided_at),
  decidedBy: personOf(row.decided_by, row.decider_name),
});

const personOf = (id: string | null, name: string | null) =>
  id === null || name === null ? null : { id, name };
