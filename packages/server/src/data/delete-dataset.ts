import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { removeDataset } from '../store/data/datasets.ts';
import type { DataPorts } from './ports.ts';
import { reachDataset } from './reach.ts';
import { DATASET_NOT_FOUND } from './refusals.ts';

/** Its files, their metadata and previews go with it, its waiting jobs are cancelled; the bytes follow when the sweeper comes round. */
export const deleteDataset = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'events' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const dataset = await reachDataset(ports, caller, 'delete', id);
  if ('refused' in dataset) return dataset;
  const afterRemoval = await ports.db.transaction().execute(async (trx) => {
    await ports.events.beforeRemoval(trx, { type: 'dataset', id: dataset.id });
    if (!(await removeDataset(trx, dataset.id))) return undefined;
    return ports.events.datasetRemoved(trx, { dataset, by: caller, at: ports.now() });
  });
  if (afterRemoval === undefined) return DATASET_NOT_FOUND;
  ports.wakeBlobSweeper();
  afterRemoval();
  return undefined;
};
