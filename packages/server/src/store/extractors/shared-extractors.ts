import { sql } from 'kysely';
import type { Person } from '../../model/caller.ts';
import type { SpaceExtractor, SpaceExtractorChoice } from '../../model/extractor.ts';
import type { Database, DatabaseTransaction } from '../database.ts';

/** With whom a private extractor is shared, in the order of their names. */
export interface SharedWith {
  readonly owner: Person | null;
  readonly people: readonly Person[];
  readonly spaces: readonly { readonly id: string; readonly name: string }[];
}

export const readSharedWith = async (db: Database, extractor: string): Promise<SharedWith> => {
  const { rows } = await sql<SharedWith>`
    select (select jsonb_build_object('id', u.id, 'name', u.name) from users u where u.id = e.owner) as owner,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by lower(u.name), u.id)
        from extractor_people p join users u on u.id = p.user_id where p.extractor = e.name
      ), '[]') as people,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by lower(s.name), s.id)
        from extractor_spaces x join spaces s on s.id = x.space_id where x.extractor = e.name
      ), '[]') as spaces
    from extractors e where e.name = ${extractor}`.execute(db);
  return rows[0] ?? { owner: null, people: [], spaces: [] };
};

/** False if there is no such person. */
export const shareWithPerson = async (
  trx: DatabaseTransaction,
  extractor: string,
  userId: string,
): Promise<boolean> => {
  const { rows } = await sql`
    with person as (select id from users where id = ${userId}), added as (
      insert into extractor_people (extractor, user_id) select ${extractor}, id from person on conflict do nothing
    )
    select id from person`.execute(trx);
  return rows.length > 0;
};

export const unshareFromPerson = async (
  trx: DatabaseTransaction,
  extractor: string,
  userId: string,
): Promise<void> => {
  await trx
    .deleteFrom('extractor_people')
    .where('extractor', '=', extractor)
    .where('user_id', '=', userId)
    .execute();
};

export const shareWithMembers = async (
  trx: DatabaseTransaction,
  extractor: string,
  spaceId: string,
): Promise<void> => {
  await sql`
    insert into extractor_spaces (extractor, space_id) select ${extractor}, id from spaces where id = ${spaceId}::uuid
    on conflict do nothing`.execute(trx);
};

export const unshareFromMembers = async (
  trx: DatabaseTransaction,
  extractor: string,
  spaceId: string,
): Promise<void> => {
  await trx
    .deleteFrom('extractor_spaces')
    .where('extractor', '=', extractor)
    .where('space_id', '=', spaceId)
    .execute();
};

/** The public extractors, and the private ones that are shared with the space, in the order of their names. */
export const readSpaceExtractors = async (db: Database, spaceId: string): Promise<SpaceExtractor[]> => {
  const { rows } = await sql<SpaceExtractor>`
    select e.name, coalesce(e.info ->> 'description', '') as description,
      '{"file": [], "dataset": [], "metadata": []}'::jsonb || e.process as process,
      e.owner is not null as "isPrivate", e.enabled,
      case c.enabled when true then 'on' when false then 'off' else 'default' end as choice
    from extractors e left join space_extractors c on c.extractor = e.name and c.space_id = ${spaceId}::uuid
    where e.owner is null or exists (
      select from extractor_spaces s where s.extractor = e.name and s.space_id = ${spaceId}::uuid
    )
    order by e.name`.execute(db);
  return rows;
};

export const writeSpaceExtractor = async (
  trx: DatabaseTransaction,
  { spaceId, extractor }: { readonly spaceId: string; readonly extractor: string },
  choice: SpaceExtractorChoice,
): Promise<void> => {
  if (choice === 'default') {
    await trx
      .deleteFrom('space_extractors')
      .where('space_id', '=', spaceId)
      .where('extractor', '=', extractor)
      .execute();
    return;
  }
  const enabled = choice === 'on';
  await trx
    .insertInto('space_extractors')
    .values({ space_id: spaceId, extractor, enabled })
    .onConflict((conflict) => conflict.columns(['space_id', 'extractor']).doUpdateSet({ enabled }))
    .execute();
};
