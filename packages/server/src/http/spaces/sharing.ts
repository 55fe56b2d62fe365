import type { DataRight } from '@pawprint/protocol';
import { requireDataset } from '../../access/require-resource.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { setDatasetPublic, shareWithSpace, unshareFromSpace } from '../../datasets/sharing.ts';
import type { PersonCaller } from '../../model/caller.ts';
import { covers } from '../../model/grant.ts';
import { readRelation, selectGranted } from '../../store/granted.ts';
import { readSharing } from '../../store/spaces.ts';
import { sharingToWire } from '../../wire/space.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

type SharingRouteName =
  | 'showDatasetSharing'
  | 'setDatasetPublic'
  | 'shareDataset'
  | 'unshareDataset'
  | 'shareCollection'
  | 'unshareCollection';

type PlacementRequest = Pick<HandlerRequest<'shareDataset'>, 'caller' | 'params'>;

const SUCCESS = ok({ status: 'success' as const });

export const sharingHandlers = (ports: DatasetPorts): Handlers<SharingRouteName> => {
  const place =
    (placed: 'dataset' | 'collection', doIt: typeof shareWithSpace) =>
    async ({ caller, params: { id, space_id: spaceId } }: PlacementRequest) =>
      (await doIt(ports, caller, { placed, id, spaceId })) ?? SUCCESS;

  return {
    showDatasetSharing: async ({ caller, params }) => {
      const dataset = await requireDataset(ports, caller, 'see', params.id);
      if ('refused' in dataset) return dataset;
      const userId = caller.kind === 'user' ? caller.id : null;
      const sharing = await readSharing(ports.db, dataset.id, userId);
      const spaceIds = sharing.spaces.map(({ id }) => id);
      const visibleSpaces = await selectGranted(ports.db, ports.grantOf(caller, 'see'), 'spaces', spaceIds);
      const rights = await rightsTo(ports, caller, dataset.id);
      return ok(sharingToWire(sharing, { rights, visibleSpaces, canBePublic: ports.allowPublic }));
    },

    setDatasetPublic: async ({ caller, params, body }) =>
      (await setDatasetPublic(ports, caller, params.id, body.public)) ?? SUCCESS,

    shareDataset: place('dataset', shareWithSpace),
    unshareDataset: place('dataset', unshareFromSpace),
    shareCollection: place('collection', shareWithSpace),
    unshareCollection: place('collection', unshareFromSpace),
  };
};

const RIGHTS: readonly DataRight[] = ['see', 'change', 'submit', 'cancel', 'delete', 'share'];

/** All from one reading, since pages ask every few seconds. */
const rightsTo = async (
  { db, grantOf }: Pick<DatasetPorts, 'db' | 'grantOf'>,
  reader: PersonCaller,
  id: string,
): Promise<DataRight[]> => {
  const relation = await readRelation(db, 'datasets', id, reader.kind === 'user' ? reader.id : null);
  return relation === undefined ? [] : RIGHTS.filter((right) => covers(grantOf(reader, right), relation));
};
