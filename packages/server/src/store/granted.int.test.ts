import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { covers, type Grant } from '../model/grant.ts';
import type { SpaceRole } from '../model/space.ts';
import { isGranted, type Owned, readGrantedDatasets, readRelation } from './granted.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
  const people = PEOPLE.map((id) => ({ id, name: id, email: `${id}@example.org` }));
  await bench.db.insertInto('users').values(people).execute();
});
afterAll(() => bench.close());

const PEOPLE = ['p1', 'p2', 'p3'];
const ROLES: readonly SpaceRole[] = ['viewer', 'editor', 'admin'];
const AT = new Date(0);

/** Datasets, collections and spaces, each with its people, by their position in the list. */
const aWorld = fc.record({
  spaces: fc.array(fc.dictionary(fc.constantFrom(...PEOPLE), fc.constantFrom(...ROLES)), { maxLength: 4 }),
  owned: fc.array(
    fc.record({
      owner: fc.option(fc.constantFrom(...PEOPLE)),
      isPublic: fc.boolean(),
      spaces: fc.uniqueArray(fc.nat(3)),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

const aGrant: fc.Arbitrary<Grant> = fc.oneof(
  fc.constantFrom<Grant>({ of: 'all' }, { of: 'none' }, { of: 'public' }),
  fc.record({
    of: fc.constant('person' as const),
    userId: fc.constantFrom(...PEOPLE),
    roles: fc.subarray([...ROLES]),
    includesPublic: fc.boolean(),
  }),
);

const store = async ({ spaces, owned }: typeof aWorld extends fc.Arbitrary<infer World> ? World : never) => {
  const { db } = bench;
  for (const table of ['datasets', 'collections', 'spaces'] as const) await db.deleteFrom(table).execute();
  const spaceIds: string[] = [];
  for (const members of spaces) {
    const id = v7();
    spaceIds.push(id);
    await db.insertInto('spaces').values({ id, name: 'A space', created_at: AT }).execute();
    for (const [user_id, role] of Object.entries(members))
      await db.insertInto('space_members').values({ space_id: id, user_id, role, added_at: AT }).execute();
  }
  for (const { owner, isPublic, spaces: places } of owned) {
    const of = { id: v7(), name: 'Owned', created_at: AT, created_by: owner };
    await db
      .insertInto('datasets')
      .values({ ...of, is_public: isPublic })
      .execute();
    await db.insertInto('collections').values(of).execute();
    for (const space_id of places.flatMap((place) => spaceIds[place] ?? [])) {
      const lies = { space_id, added_at: AT };
      await db
        .insertInto('dataset_spaces')
        .values({ ...lies, dataset_id: of.id })
        .execute();
      await db
        .insertInto('collection_spaces')
        .values({ ...lies, collection_id: of.id })
        .execute();
    }
  }
};

const inOrder = (one: string, other: string): number => (one < other ? -1 : 1);

/** The ids that a list contains, and those of which the rule for one says yes. */
const bothWays = async (owned: Owned, grant: Grant): Promise<[string[], string[]]> => {
  const { rows: listed } = await sql<{ id: string }>`
    select o.id from ${sql.table(owned)} o where ${isGranted(grant, owned, 'o')} order by o.id`.execute(
    bench.db,
  );
  const all = await bench.db.selectFrom(owned).select('id').orderBy('id').execute();
  const covered: string[] = [];
  for (const { id } of all) {
    const relation = await readRelation(bench.db, owned, id, grant.of === 'person' ? grant.userId : null);
    if (relation && covers(grant, relation)) covered.push(id);
  }
  return [listed.map(({ id }) => id), covered];
};

test('a list contains exactly the datasets and collections that the rule for one covers', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld, fc.array(aGrant, { minLength: 1, maxLength: 5 }), async (world, grants) => {
      await store(world);
      for (const grant of grants)
        for (const owned of ['datasets', 'collections'] as const) {
          const [listed, covered] = await bothWays(owned, grant);
          expect(listed).toEqual(covered);
          const ids = owned === 'datasets' ? await readGrantedDatasets(bench.db, grant, 1_000) : covered;
          expect(ids.toSorted(inOrder)).toEqual(covered);
        }
    }),
    { numRuns: 60 },
  );
});
