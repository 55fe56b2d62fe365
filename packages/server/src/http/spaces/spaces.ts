import { requireSpace } from '../../access/require-resource.ts';
import {
  changeSpace,
  createSpace,
  deleteSpace,
  endMembership,
  leaveSpace,
  setMember,
} from '../../access/spaces.ts';
import { listPeople } from '../../access/users.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { storableText } from '../../model/storable.ts';
import { listCollections } from '../../store/datasets/collections.ts';
import { listDatasets } from '../../store/datasets/datasets.ts';
import { listMembers, listSpaces } from '../../store/spaces.ts';
import { memberToWire, spaceToWire, userToWire } from '../../wire/space.ts';
import { answerCollections, answerDatasets } from '../datasets/answer-datasets.ts';
import { isPageEnd, NO_SUCH_PAGE } from '../datasets/request-fields.ts';
import { type Handlers, ok } from '../handler.ts';
import { linkToNext } from '../link-to-next.ts';

type SpaceRouteName =
  | 'listSpaces'
  | 'createSpace'
  | 'showSpace'
  | 'changeSpace'
  | 'deleteSpace'
  | 'listSpaceDatasets'
  | 'listSpaceCollections';

const SUCCESS = ok({ status: 'success' as const });

export const spaceHandlers = (ports: DatasetPorts): Handlers<SpaceRouteName> => ({
  listSpaces: async ({ caller: by, query: { limit, after, title: part }, raw, reply }) => {
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const title = part === undefined ? undefined : storableText(part);
    const found = await listSpaces(ports.db, {
      grant: ports.grantOf(by, 'see'),
      userId: by.id,
      limit: limit + 1,
      after,
      title,
    });
    const spaces = found.slice(0, limit);
    const last = spaces.at(-1);
    if (last && found.length > limit) linkToNext({ raw, reply }, 'after', last.id);
    return ok(spaces.map(spaceToWire));
  },

  createSpace: async ({ caller: by, body }) => {
    const created = await createSpace(ports, by, body);
    return 'refused' in created ? created : ok(created);
  },

  showSpace: async ({ caller: by, params }) => {
    const space = await requireSpace(ports, by, 'see', params.id);
    return 'refused' in space ? space : ok(spaceToWire(space));
  },

  changeSpace: async ({ caller: by, params, body }) => {
    return (await changeSpace(ports, by, params.id, body)) ?? SUCCESS;
  },

  deleteSpace: async ({ caller: by, params }) => {
    return (await deleteSpace(ports, by, params.id)) ?? SUCCESS;
  },

  listSpaceDatasets: async ({ caller: by, params, query: { limit, after } }) => {
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const space = await requireSpace(ports, by, 'see', params.id);
    if ('refused' in space) return space;
    const grant = ports.grantOf(by, 'see');
    const datasets = await listDatasets(ports.db, { grant, spaceId: space.id, limit, after });
    return answerDatasets(ports, by, datasets);
  },

  listSpaceCollections: async ({ caller: by, params, query: { limit, after } }) => {
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const space = await requireSpace(ports, by, 'see', params.id);
    if ('refused' in space) return space;
    const grant = ports.grantOf(by, 'see');
    const collections = await listCollections(ports.db, { grant, spaceId: space.id, limit, after });
    return answerCollections(ports, by, collections);
  },
});

/** Whoever is signed in may look people up, since members of a space are chosen from them. */
export const peopleHandlers = ({ db, now }: Pick<DatasetPorts, 'db' | 'now'>): Handlers<'listUsers'> => ({
  listUsers: async ({ query: { q, ...page } }) => {
    const part = q === undefined ? undefined : storableText(q);
    return ok((await listPeople(db, { ...page, q: part, now: now() })).map(userToWire));
  },
});

type MemberRouteName = 'listSpaceMembers' | 'setSpaceMember' | 'removeSpaceMember' | 'leaveSpace';

export const memberHandlers = (ports: DatasetPorts): Handlers<MemberRouteName> => ({
  listSpaceMembers: async ({ caller: by, params }) => {
    const space = await requireSpace(ports, by, 'see', params.id);
    if ('refused' in space) return space;
    return ok((await listMembers(ports.db, space.id)).map(memberToWire));
  },

  setSpaceMember: async ({ caller: by, params: { id, user_id: userId }, body: { role } }) => {
    return (await setMember(ports, by, id, { userId, role })) ?? SUCCESS;
  },

  removeSpaceMember: async ({ caller: by, params: { id, user_id: userId } }) => {
    return (await endMembership(ports, by, id, userId)) ?? SUCCESS;
  },

  leaveSpace: async ({ caller: by, params }) => {
    return (await leaveSpace(ports, by, params.id)) ?? SUCCESS;
  },
});
