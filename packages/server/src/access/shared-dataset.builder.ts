import { v7 } from 'uuid';
import type { JobsBench } from '../jobs/jobs.builder.ts';
import type { UserCaller } from '../model/caller.ts';
import type { SpaceRole } from '../model/space.ts';

export const aPerson = (id: string, role = 'user'): UserCaller => ({
  kind: 'user',
  id,
  name: id,
  email: `${id}@example.org`,
  role,
});

/** Everybody in these tests is named by what they are. */
export const addPeople = async ({ db }: JobsBench, people: readonly UserCaller[]): Promise<void> => {
  await db
    .insertInto('users')
    .values(people.map(({ id, name, email, role }) => ({ id, name, email, role })))
    .execute();
};

const MEMBERS: readonly (readonly [string, SpaceRole])[] = [
  ['viewer', 'viewer'],
  ['editor', 'editor'],
  ['manager', 'admin'],
];

interface SharedDataset {
  readonly id: string;
  readonly spaceId: string;
}

/** The owner's dataset, in a space with a member of each role. */
export const addSharedDataset = async (
  { db, now }: JobsBench,
  { isPublic = false }: { readonly isPublic?: boolean } = {},
): Promise<SharedDataset> => {
  const at = new Date(now());
  const [id, spaceId] = [v7(), v7()];
  await db
    .insertInto('datasets')
    .values({ id, name: 'Soil', created_at: at, created_by: 'owner', is_public: isPublic })
    .execute();
  await db.insertInto('spaces').values({ id: spaceId, name: 'Soil lab', created_at: at }).execute();
  await db.insertInto('dataset_spaces').values({ dataset_id: id, space_id: spaceId, added_at: at }).execute();
  await db
    .insertInto('space_members')
    .values(MEMBERS.map(([user_id, role]) => ({ space_id: spaceId, user_id, role, added_at: at })))
    .execute();
  return { id, spaceId };
};
