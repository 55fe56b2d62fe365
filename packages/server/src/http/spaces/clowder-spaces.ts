import { SpaceRole } from '@pawprint/protocol';
import { changeSpace, endMembership, setMembers } from '../../access/spaces.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { setDatasetPublic, shareWithSpace, unshareFromSpace } from '../../datasets/sharing.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { countInSpace } from '../../store/spaces.ts';
import { isYes, parseIds } from '../datasets/request-fields.ts';
import { type Handlers, ok } from '../handler.ts';

type ClowderSpaceRouteName =
  | 'updateSpace'
  | 'updateSpaceUsers'
  | 'removeSpaceUser'
  | 'addDatasetToSpace'
  | 'addCollectionToSpace'
  | 'removeDatasetFromSpace'
  | 'removeCollectionFromSpace'
  | 'setDatasetAccess';

const SUCCESS = ok({ status: 'success' as const });

/** What `spaces.ts` and `sharing.ts` do, at Clowder's addresses and with its answers. */
export const clowderSpaceHandlers = (ports: DatasetPorts): Handlers<ClowderSpaceRouteName> => ({
  updateSpace: async ({ caller: by, params, body }) => {
    return (await changeSpace(ports, by, params.id, body)) ?? SUCCESS;
  },

  updateSpaceUsers: async ({ caller: by, params, body }) => {
    const byRole = parseRoles(body.rolesandusers);
    if ('refused' in byRole) return byRole;
    return (await setMembers(ports, by, params.id, byRole)) ?? SUCCESS;
  },

  removeSpaceUser: async ({ caller: by, params, query }) => {
    return (await endMembership(ports, by, params.id, query.removeUser)) ?? SUCCESS;
  },

  addDatasetToSpace: async ({ caller: by, params: { id: spaceId, dataset_id: id } }) => {
    const refusal = await shareWithSpace(ports, by, { placed: 'dataset', id, spaceId });
    return refusal ?? ok({ datasetsInSpace: String(await countInSpace(ports.db, 'dataset', spaceId)) });
  },

  addCollectionToSpace: async ({ caller: by, params: { id: spaceId, collection_id: id } }) => {
    const refusal = await shareWithSpace(ports, by, { placed: 'collection', id, spaceId });
    return refusal ?? ok({ collectionInSpace: String(await countInSpace(ports.db, 'collection', spaceId)) });
  },

  removeDatasetFromSpace: async ({ caller: by, params: { id: spaceId, dataset_id: id } }) => {
    return (
      (await unshareFromSpace(ports, by, { placed: 'dataset', id, spaceId })) ?? ok({ isTrial: 'false' })
    );
  },

  removeCollectionFromSpace: async ({ caller: by, params: { id: spaceId, collection_id: id }, query }) => {
    if (isYes(query.removeDatasets)) return DATASETS_STAY;
    return (await unshareFromSpace(ports, by, { placed: 'collection', id, spaceId })) ?? ok('success');
  },

  setDatasetAccess: async ({ caller: by, params, query }) => {
    const isPublic = (query.aceess ?? query.access) === 'PUBLIC';
    return (await setDatasetPublic(ports, by, params.id, isPublic)) ?? SUCCESS;
  },
});

const DATASETS_STAY = refuse(
  'not_offered',
  'The datasets in a collection stay in the space: take each out, or leave `removeDatasets` out.',
);

/** Clowder's clients send the ids of the people with a role as one text. */
const parseRoles = (
  idsByRole: Readonly<Record<string, string>>,
): ReadonlyMap<SpaceRole, readonly string[]> | Refusal => {
  const byRole = new Map<SpaceRole, readonly string[]>();
  for (const [name, ids] of Object.entries(idsByRole)) {
    const role = SpaceRole.safeParse(name.toLowerCase());
    if (!role.success)
      return refuse('bad_request', `There is no role ${name}: name Viewer, Editor or Admin.`);
    byRole.set(role.data, parseIds(ids));
  }
  return byRole;
};
