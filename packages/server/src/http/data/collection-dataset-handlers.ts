import { collectDataset, releaseDataset } from '../../data/collect-dataset.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachCollection } from '../../data/reach.ts';
import { listDatasetsIn } from '../../store/data/datasets.ts';
import { type Handlers, ok } from '../handler.ts';
import { wireDataset } from './dataset-wire.ts';

type CollectionDatasetRouteName =
  | 'listCollectionDatasets'
  | 'addDatasetToCollection'
  | 'removeDatasetFromCollection';

export const collectionDatasetHandlers = (ports: DataPorts): Handlers<CollectionDatasetRouteName> => ({
  listCollectionDatasets: async ({ caller, params }) => {
    const collection = await reachCollection(ports, caller, 'see', params.id);
    if ('refused' in collection) return collection;
    return ok((await listDatasetsIn(ports.db, collection.id)).map(wireDataset));
  },

  addDatasetToCollection: async ({ caller, params: { id: collectionId, dataset_id: datasetId } }) =>
    (await collectDataset(ports, caller, { collectionId, datasetId })) ?? ok({ status: 'success' }),

  removeDatasetFromCollection: async ({ caller, params: { id: collectionId, dataset_id: datasetId } }) =>
    (await releaseDataset(ports, caller, { collectionId, datasetId })) ?? ok({ status: 'success' }),
});
