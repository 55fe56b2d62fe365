import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { removeDataset } from '../store/data/datasets.ts';
import type { DataPorts } from './ports.ts';
import { reachDataset } from './reach.ts';
import { DATASET_NOT_FOUND } from './refusals.ts';

/** Its files, their metadata and previews go with it; their bytes follow when the sweeper comes round. */
export const deleteDataset = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'events' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const dataset = await reachDataset(ports, caller, 'delete', id);
  if ('refused' in dataset) return dataset;
  const removed = await ports.db.transaction().execute(async (trx) => {
    if (!(await removeDataset(trx, dataset.id))) return false;
    await ports.events.datasetRemoved(trx, { dataset, by: caller, at: ports.now() });
    return true;
  });
  ports.wakeBlobSweeper();
  return removed ? undefined : DATASET_NOT_FOUND;
};
