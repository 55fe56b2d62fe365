import { isOffInSpaces } from '@pawprint/core';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { covers, coversExtractor, type ExtractorGrant, type Grant } from '../model/grant.ts';
import type { SpaceRole } from '../model/space.ts';
import { isOnInSpaces, readSpaceChoices } from './extractors/find-extractors.ts';
import {
  isExtractorGranted,
  isGranted,
  type Owned,
  readExtractorRelation,
  readGrantedDatasets,
  readRelation,
} from './granted.ts';

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
          if (owned === 'collections' || covered.length === 0) continue;
          const ids = await readGrantedDatasets(bench.db, grant, covered.length);
          expect(ids?.toSorted(inOrder)).toEqual(covered);
          expect(await readGrantedDatasets(bench.db, grant, covered.length - 1)).toBeUndefined();
        }
    }),
    { numRuns: 60 },
  );
});

/** Extractors with whom they are shared, and spaces with what they switch; the members of space `n` are person `n + 1`. */
const someExtractors = fc.array(
  fc.record({
    owner: fc.option(fc.constantFrom(...PEOPLE)),
    people: fc.subarray(PEOPLE),
    spaces: fc.subarray([0, 1, 2]),
    switched: fc.array(fc.constantFrom('on', 'off', 'default'), { minLength: 3, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 5 },
);

const anExtractorGrant: fc.Arbitrary<ExtractorGrant> = fc.oneof(
  fc.constantFrom<ExtractorGrant>({ of: 'all' }, { of: 'none' }),
  fc.record({
    of: fc.constant('person' as const),
    userId: fc.option(fc.constantFrom(...PEOPLE)),
    includesPublic: fc.boolean(),
    includesShared: fc.boolean(),
  }),
);

/** Answers a dataset that is in the first two of three spaces. */
const storeExtractors = async (
  extractors: typeof someExtractors extends fc.Arbitrary<infer All> ? All : never,
) => {
  const { db } = bench;
  for (const table of ['extractors', 'datasets', 'spaces'] as const) await db.deleteFrom(table).execute();
  const spaceIds = PEOPLE.map(() => v7());
  const [datasetId, at] = [v7(), { added_at: AT }];
  await db.insertInto('datasets').values({ id: datasetId, name: 'Soil', created_at: AT }).execute();
  for (const [n, space_id] of spaceIds.entries()) {
    await db.insertInto('spaces').values({ id: space_id, name: 'A space', created_at: AT }).execute();
    const member = { space_id, user_id: PEOPLE[n] ?? '', role: 'viewer' as const };
    await db
      .insertInto('space_members')
      .values({ ...member, ...at })
      .execute();
    if (n < 2)
      await db
        .insertInto('dataset_spaces')
        .values({ space_id, dataset_id: datasetId, ...at })
        .execute();
  }
  for (const [n, { owner, people, spaces, switched }] of extractors.entries()) {
    const extractor = `extractor-${n}`;
    const times = { first_seen_at: AT, updated_at: AT };
    await db
      .insertInto('extractors')
      .values({ name: extractor, id: v7(), version: '1', info: '{}', enabled: true, owner, ...times })
      .execute();
    for (const user_id of people)
      await db.insertInto('extractor_people').values({ extractor, user_id }).execute();
    for (const [place, space_id] of spaceIds.entries()) {
      if (spaces.includes(place))
        await db.insertInto('extractor_spaces').values({ extractor, space_id }).execute();
      const enabled = switched[place] === 'on';
      if (switched[place] !== 'default')
        await db.insertInto('space_extractors').values({ extractor, space_id, enabled }).execute();
    }
  }
  return datasetId;
};

test('a list contains exactly the extractors that the rule for one covers', async () => {
  await fc.assert(
    fc.asyncProperty(
      someExtractors,
      fc.array(anExtractorGrant, { minLength: 4 }),
      async (extractors, grants) => {
        await storeExtractors(extractors);
        const names = extractors.map((_, n) => `extractor-${n}`);
        for (const grant of grants) {
          const { rows } = await sql<{ name: string }>`
          select e.name from extractors e where ${isExtractorGranted(grant, 'e')} order by e.name`.execute(
            bench.db,
          );
          const userId = grant.of === 'person' ? grant.userId : null;
          const relations = await Promise.all(
            names.map((name) => readExtractorRelation(bench.db, name, userId)),
          );
          const covered = names.filter((_, n) => {
            const relation = relations[n];
            return relation !== undefined && coversExtractor(grant, relation);
          });
          expect(rows.map(({ name }) => name)).toEqual(covered);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('the spaces of a dataset switch an extractor off by the same rule for one and for many', async () => {
  await fc.assert(
    fc.asyncProperty(someExtractors, async (extractors) => {
      const datasetId = await storeExtractors(extractors);
      const { rows } = await sql<{ name: string; isOn: boolean }>`
        select e.name, ${isOnInSpaces('e', 'd.id')} as "isOn" from extractors e, datasets d
        where d.id = ${datasetId}::uuid`.execute(bench.db);
      const spaces = await readSpaceChoices(bench.db, datasetId);
      for (const { name, isOn } of rows) expect(isOn).toBe(!isOffInSpaces(name, spaces));
    }),
    { numRuns: 40 },
  );
});
