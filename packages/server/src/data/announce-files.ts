import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { holdFilesNamed } from '../store/data/files-to-submit.ts';
import { holdResource } from './hold-resource.ts';
import type { DataPorts } from './ports.ts';
import { reachDataset } from './reach.ts';
import { FILE_NOT_FOUND } from './refusals.ts';

/** Files that are in a dataset already, brought in one by one, are said to belong together. */
export const announceFiles = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'events' | 'now'>,
  by: Caller,
  datasetId: string,
  fileIds: readonly string[],
): Promise<Refusal | undefined> => {
  const dataset = await reachDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  return ports.db.transaction().execute(async (trx) => {
    const missing = await holdResource(trx, { type: 'dataset', id: dataset.id });
    if (missing) return missing;
    const files = await holdFilesNamed(trx, dataset.id, fileIds);
    if (files.length < new Set(fileIds).size) return FILE_NOT_FOUND;
    await ports.events.filesAnnounced(trx, { dataset, by, at: ports.now() });
    return undefined;
  });
};
