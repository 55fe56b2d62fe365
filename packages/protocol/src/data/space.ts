import { z } from 'zod';
import { flag, Id, IdParams, limit, Person, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Collection } from './collection.ts';
import { Access, Dataset } from './dataset.ts';

export const SpaceRole = z.enum(['viewer', 'editor', 'admin']).meta({
  id: 'SpaceRole',
  description:
    'viewers read; editors also add, change, submit and cancel; admins also delete datasets and decide who is a member',
});
export type SpaceRole = z.infer<typeof SpaceRole>;

/** People who share datasets. Up to `created` it is Clowder v1's; the other fields are ours. */
export const Space = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    created: z.string().meta({ description: "as Java's Date.toString, for Clowder's clients" }),
    created_at: Time,
    created_by: Person.nullable(),
    member_count: z.number().int().nonnegative(),
    dataset_count: z.number().int().nonnegative(),
    role: SpaceRole.nullable().meta({
      description: "the caller's; null for who sees it without being a member",
    }),
  })
  .meta({ id: 'Space' });
export type Space = z.infer<typeof Space>;

export const SpaceMember = z
  .object({ id: Id, name: z.string(), email: z.string(), role: SpaceRole, added_at: Time })
  .meta({ id: 'SpaceMember' });
export type SpaceMember = z.infer<typeof SpaceMember>;

export const DataRight = z.enum(['see', 'change', 'submit', 'cancel', 'delete', 'share']);
export type DataRight = z.infer<typeof DataRight>;

const SharedSpace = Space.pick({ id: true, name: true, member_count: true, role: true });

export const Sharing = z
  .object({
    owner: Person.nullable(),
    is_public: z.boolean(),
    can_be_public: z.boolean().meta({ description: 'whether this server allows public datasets' }),
    spaces: z.array(SharedSpace).meta({ description: 'those that the caller sees' }),
    hidden_spaces: z.number().int().nonnegative().meta({ description: 'how many more it is in' }),
    rights: z.array(DataRight).meta({ description: "the caller's" }),
  })
  .meta({ id: 'Sharing' });
export type Sharing = z.infer<typeof Sharing>;

const Name = z.string().trim().min(1, 'A space needs a name.').max(300);
const Description = z.string().max(10_000);
const MemberParams = z.object({ id: Id, user_id: Id });
const Placement = z.object({ id: Id, space_id: Id });

const Page = z.object({
  limit: limit(200, 50),
  after: Id.optional().meta({ description: 'id of the last one of the page before' }),
});

export const spaceContracts = {
  listSpaces: {
    tag: 'spaces',
    summary:
      'List the spaces that the caller sees, by name; a `Link` header with `rel="next"` leads to those that follow',
    query: z.object({
      limit: limit(1_000, 100),
      after: Id.optional().meta({ description: 'id of the last one of the page before' }),
      title: Name.optional().meta({ description: 'part of the name' }),
    }),
    answer: z.array(Space),
  },
  createSpace: {
    tag: 'spaces',
    summary: 'Create a space; who creates it becomes its admin',
    body: z.object({ name: Name, description: Description.default('') }),
    answer: z.object({ id: Id }),
  },
  showSpace: { tag: 'spaces', summary: 'Show a space', params: IdParams, answer: Space },
  changeSpace: {
    tag: 'spaces',
    summary: 'Change the name or the description of a space',
    params: IdParams,
    body: z.object({ name: Name.optional(), description: Description.optional() }),
    answer: Success,
  },
  deleteSpace: {
    tag: 'spaces',
    summary: 'Delete a space; the datasets and collections in it are kept, for their owners',
    params: IdParams,
    answer: Success,
  },
  listSpaceDatasets: {
    tag: 'spaces',
    summary: 'List the datasets in a space, newest first',
    params: IdParams,
    query: Page,
    answer: z.array(Dataset),
  },
  listSpaceCollections: {
    tag: 'spaces',
    summary: 'List the collections in a space, newest first',
    params: IdParams,
    query: Page,
    answer: z.array(Collection),
  },
  listSpaceMembers: {
    tag: 'spaces',
    summary: 'List the members of a space, by name',
    params: IdParams,
    answer: z.array(SpaceMember),
  },
  setSpaceMember: {
    tag: 'spaces',
    summary: 'Make somebody a member of a space, or change their role',
    params: MemberParams,
    body: z.object({ role: SpaceRole }),
    answer: Success,
  },
  removeSpaceMember: {
    tag: 'spaces',
    summary: 'End the membership of somebody',
    params: MemberParams,
    answer: Success,
  },
  leaveSpace: { tag: 'spaces', summary: 'End the own membership', params: IdParams, answer: Success },
  updateSpace: {
    tag: 'spaces',
    summary: "Change the name or the description of a space (Clowder's name for it)",
    params: IdParams,
    body: z.object({ name: Name.optional(), description: Description.optional() }),
    answer: Success,
  },
  updateSpaceUsers: {
    tag: 'spaces',
    summary: 'Say who has which role in a space, all or nothing; a role that is not named keeps its members',
    params: IdParams,
    body: z.object({
      rolesandusers: z.record(z.string().max(100), z.string().max(100_000)).meta({
        description: 'ids of people, separated by commas, by their role: `Viewer`, `Editor`, `Admin`',
      }),
    }),
    answer: Success,
  },
  removeSpaceUser: {
    tag: 'spaces',
    summary: "End the membership of somebody (Clowder's name for it)",
    params: IdParams,
    query: z.object({ removeUser: Id }),
    answer: Success,
  },
  addDatasetToSpace: {
    tag: 'spaces',
    summary: "Put a dataset into a space (Clowder's name for it)",
    params: z.object({ id: Id, dataset_id: Id }),
    answer: z.object({ datasetsInSpace: z.string() }),
  },
  addCollectionToSpace: {
    tag: 'spaces',
    summary: "Put a collection into a space (Clowder's name for it)",
    params: z.object({ id: Id, collection_id: Id }),
    answer: z.object({ collectionInSpace: z.string() }),
  },
  removeDatasetFromSpace: {
    tag: 'spaces',
    summary: "Take a dataset out of a space (Clowder's name for it)",
    params: z.object({ id: Id, dataset_id: Id }),
    answer: z.object({ isTrial: z.literal('false') }),
  },
  removeCollectionFromSpace: {
    tag: 'spaces',
    summary: "Take a collection out of a space (Clowder's name for it)",
    params: z.object({ id: Id, collection_id: Id }),
    query: z.object({
      removeDatasets: flag('false').meta({ description: 'refused: the datasets in it stay in the space' }),
    }),
    answer: z.literal('success'),
  },
  showDatasetSharing: {
    tag: 'spaces',
    summary: 'Who sees a dataset, and what the caller has a right to',
    params: IdParams,
    answer: Sharing,
  },
  setDatasetPublic: {
    tag: 'spaces',
    summary: 'Let everybody see a dataset, signed in or not, or no longer',
    params: IdParams,
    body: z.object({ public: z.boolean() }),
    answer: Success,
  },
  setDatasetAccess: {
    tag: 'spaces',
    summary: "Let everybody see a dataset, or no longer (Clowder's name for it)",
    params: IdParams,
    query: z.object({
      aceess: Access.optional().meta({ description: "Clowder's spelling" }),
      access: Access.optional(),
    }),
    answer: Success,
  },
  shareDataset: {
    tag: 'spaces',
    summary: 'Put a dataset into a space, whose members then see it',
    params: Placement,
    answer: Success,
  },
  unshareDataset: {
    tag: 'spaces',
    summary: 'Take a dataset out of a space',
    params: Placement,
    answer: Success,
  },
  shareCollection: {
    tag: 'spaces',
    summary: 'Put a collection into a space; the datasets in it are shared by themselves',
    params: Placement,
    answer: Success,
  },
  unshareCollection: {
    tag: 'spaces',
    summary: 'Take a collection out of a space',
    params: Placement,
    answer: Success,
  },
} satisfies RouteContracts;
