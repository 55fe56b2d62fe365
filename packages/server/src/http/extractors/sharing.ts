import { requireExtractor, requireSpace } from '../../access/require-resource.ts';
import {
  type ShareTarget,
  setSpaceExtractor,
  shareExtractor,
  unshareExtractor,
} from '../../extractors/share-extractor.ts';
import type { UserCaller } from '../../model/caller.ts';
import { readSharedWith, readSpaceExtractors } from '../../store/extractors/shared-extractors.ts';
import { selectGranted } from '../../store/granted.ts';
import { spaceExtractorToWire } from '../../wire/extractor.ts';
import { type Handlers, ok } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export type SharedExtractorRouteName =
  | 'showExtractorSharing'
  | 'shareExtractorWithPerson'
  | 'unshareExtractorFromPerson'
  | 'shareExtractorWithSpace'
  | 'unshareExtractorFromSpace'
  | 'listSpaceExtractors'
  | 'setSpaceExtractor';

const SUCCESS = ok({ status: 'success' as const });

export const sharedExtractorHandlers = (ports: ExtractorHandlerPorts): Handlers<SharedExtractorRouteName> => {
  const share = async (caller: UserCaller, name: string, target: ShareTarget) =>
    (await shareExtractor(ports, caller, name, target)) ?? SUCCESS;
  const unshare = async (caller: UserCaller, name: string, target: ShareTarget) =>
    (await unshareExtractor(ports, caller, name, target)) ?? SUCCESS;
  return {
    showExtractorSharing: async ({ caller, params: { name } }) => {
      const extractor = await requireExtractor(ports, caller, 'see', name);
      if ('refused' in extractor) return extractor;
      const { owner, people, spaces } = await readSharedWith(ports.db, extractor.name);
      const ids = spaces.map(({ id }) => id);
      const visible = await selectGranted(ports.db, ports.grantOf(caller, 'see'), 'spaces', ids);
      const canShare = await ports.hasRight(caller, 'share', { type: 'extractor', name: extractor.name });
      return ok({
        owner,
        people: [...people],
        spaces: spaces.filter(({ id }) => visible.has(id)),
        hidden_spaces: spaces.length - visible.size,
        can_share: canShare && owner !== null,
      });
    },

    shareExtractorWithPerson: ({ caller, params: { name, user_id: userId } }) =>
      share(caller, name, { userId }),
    unshareExtractorFromPerson: ({ caller, params: { name, user_id: userId } }) =>
      unshare(caller, name, { userId }),
    shareExtractorWithSpace: ({ caller, params: { name, space_id: spaceId } }) =>
      share(caller, name, { spaceId }),
    unshareExtractorFromSpace: ({ caller, params: { name, space_id: spaceId } }) =>
      unshare(caller, name, { spaceId }),

    listSpaceExtractors: async ({ caller, params }) => {
      const space = await requireSpace(ports, caller, 'see', params.id);
      if ('refused' in space) return space;
      return ok((await readSpaceExtractors(ports.db, space.id)).map(spaceExtractorToWire));
    },

    setSpaceExtractor: async ({ caller, params: { id, name }, body: { choice } }) =>
      (await setSpaceExtractor(ports, caller, { spaceId: id, extractor: name }, choice)) ?? SUCCESS,
  };
};
