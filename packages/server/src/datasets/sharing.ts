import { requireCollection, requireDataset, requireSpace } from '../access/require-resource.ts';
import type { UserCaller } from '../model/caller.ts';
import { type Refusal, refuse } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { insertIntoSpace, removeFromSpace, setPublic } from '../store/spaces.ts';
import type { DatasetPorts } from './ports.ts';

type Ports = Pick<DatasetPorts, 'db' | 'hasRight' | 'now'>;

/** A dataset or a collection, and a space that it is put into or taken out of. */
interface Placement {
  readonly placed: 'dataset' | 'collection';
  readonly id: string;
  readonly spaceId: string;
}

/** Needs the right to share it, and that to add to the space. Succeeds too if it is there already. */
export const shareWithSpace = (
  ports: Ports,
  by: UserCaller,
  placement: Placement,
): Promise<Refusal | undefined> =>
  changePlacement(ports, by, placement, {
    act: 'share',
    inSpace: 'change',
    change: (trx, { placed, id, spaceId }) =>
      insertIntoSpace(trx, placed, id, spaceId, { by: by.id, at: ports.now() }),
  });

/** The admins of a space can take anything out of it. Succeeds too if it is not there. */
export const unshareFromSpace = (
  ports: Ports,
  by: UserCaller,
  placement: Placement,
): Promise<Refusal | undefined> =>
  changePlacement(ports, by, placement, {
    act: 'unshare',
    inSpace: 'see',
    change: (trx, { placed, id, spaceId }) => removeFromSpace(trx, placed, id, spaceId),
  });

interface PlacementChange {
  readonly act: 'share' | 'unshare';
  /** The right that is needed to the space. */
  readonly inSpace: 'see' | 'change';
  readonly change: (trx: DatabaseTransaction, placement: Placement) => Promise<void>;
}

const changePlacement = async (
  ports: Ports,
  by: UserCaller,
  { placed, id, spaceId }: Placement,
  { act, inSpace, change }: PlacementChange,
): Promise<Refusal | undefined> => {
  const item = await requirePlaced(ports, by, placed, id);
  if ('refused' in item) return item;
  const space = await requireSpace(ports, by, inSpace, spaceId);
  if ('refused' in space) return space;
  return ports.db.transaction().execute(async (trx) => {
    await change(trx, { placed, id: item.id, spaceId: space.id });
    await recordAct(trx, {
      by,
      act: `${placed}.${act}`,
      subject: item.id,
      name: item.name,
      details: { space: space.id, space_name: space.name },
      at: ports.now(),
    });
    return undefined;
  });
};

const requirePlaced = (ports: Ports, by: UserCaller, placed: Placement['placed'], id: string) =>
  placed === 'dataset' ? requireDataset(ports, by, 'share', id) : requireCollection(ports, by, 'share', id);

export const setDatasetPublic = async (
  ports: Ports & Pick<DatasetPorts, 'allowPublic'>,
  by: UserCaller,
  id: string,
  isPublic: boolean,
): Promise<Refusal | undefined> => {
  const dataset = await requireDataset(ports, by, 'share', id);
  if ('refused' in dataset) return dataset;
  if (isPublic && !ports.allowPublic) return NO_PUBLIC;
  return ports.db.transaction().execute(async (trx) => {
    await setPublic(trx, dataset.id, isPublic);
    const act = isPublic ? 'dataset.make_public' : 'dataset.make_private';
    await recordAct(trx, { by, act, subject: dataset.id, name: dataset.name, at: ports.now() });
    return undefined;
  });
};

export const NO_PUBLIC = refuse(
  'forbidden',
  'This server allows no public datasets (PAWPRINT_ALLOW_PUBLIC).',
);
