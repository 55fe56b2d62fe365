import { requireSpace } from '../../access/require-resource.ts';
import {
  changeSpace,
  createSpace,
  deleteSpace,
  endMembership,
  leaveSpace,
  setMember,
} from '../../access/spaces.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import type { Caller, UserCaller } from '../../model/caller.ts';
import { FORBIDDEN, type Refusal } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { listCollections } from '../../store/datasets/collections.ts';
import { listDatasets } from '../../store/datasets/datasets.ts';
import { listMembers, listSpaces } from '../../store/spaces.ts';
import { collectionToWire, datasetToWire } from '../../wire/dataset.ts';
import { memberToWire, spaceToWire } from '../../wire/space.ts';
import { isPageEnd, NO_SUCH_PAGE } from '../datasets/request-fields.ts';
import { type Handlers, ok } from '../handler.ts';

type SpaceRouteName =
  | 'listSpaces'
  | 'createSpace'
  | 'showSpace'
  | 'changeSpace'
  | 'deleteSpace'
  | 'listSpaceDatasets'
  | 'listSpaceCollections';

/** The credential of a job gives no access to these routes. */
export const requirePerson = (caller: Caller): UserCaller | Refusal =>
  caller.kind === 'user' ? caller : FORBIDDEN;

const SUCCESS = ok({ status: 'success' as const });

export const spaceHandlers = (ports: DatasetPorts): Handlers<SpaceRouteName> => ({
  listSpaces: async ({ caller, query: { limit, title: part } }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const title = part === undefined ? undefined : storableText(part);
    const spaces = await listSpaces(ports.db, {
      grant: ports.grantOf(by, 'see'),
      userId: by.id,
      limit,
      title,
    });
    return ok(spaces.map(spaceToWire));
  },

  createSpace: async ({ caller, body }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const created = await createSpace(ports, by, body);
    return 'refused' in created ? created : ok(created);
  },

  showSpace: async ({ caller, params }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const space = await requireSpace(ports, by, 'see', params.id);
    return 'refused' in space ? space : ok(spaceToWire(space));
  },

  changeSpace: async ({ caller, params, body }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    return (await changeSpace(ports, by, params.id, body)) ?? SUCCESS;
  },

  deleteSpace: async ({ caller, params }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    return (await deleteSpace(ports, by, params.id)) ?? SUCCESS;
  },

  listSpaceDatasets: async ({ caller, params, query: { limit, after } }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const space = await requireSpace(ports, by, 'see', params.id);
    if ('refused' in space) return space;
    const grant = ports.grantOf(by, 'see');
    return ok((await listDatasets(ports.db, { grant, spaceId: space.id, limit, after })).map(datasetToWire));
  },

  listSpaceCollections: async ({ caller, params, query: { limit, after } }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const space = await requireSpace(ports, by, 'see', params.id);
    if ('refused' in space) return space;
    const grant = ports.grantOf(by, 'see');
    const collections = await listCollections(ports.db, { grant, spaceId: space.id, limit, after });
    return ok(collections.map(collectionToWire));
  },
});

type MemberRouteName = 'listSpaceMembers' | 'setSpaceMember' | 'removeSpaceMember' | 'leaveSpace';

export const memberHandlers = (ports: DatasetPorts): Handlers<MemberRouteName> => ({
  listSpaceMembers: async ({ caller, params }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const space = await requireSpace(ports, by, 'see', params.id);
    if ('refused' in space) return space;
    return ok((await listMembers(ports.db, space.id)).map(memberToWire));
  },

  setSpaceMember: async ({ caller, params: { id, user_id: userId }, body: { role } }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    return (await setMember(ports, by, id, { userId, role })) ?? SUCCESS;
  },

  removeSpaceMember: async ({ caller, params: { id, user_id: userId } }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    return (await endMembership(ports, by, id, userId)) ?? SUCCESS;
  },

  leaveSpace: async ({ caller, params }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    return (await leaveSpace(ports, by, params.id)) ?? SUCCESS;
  },
});
