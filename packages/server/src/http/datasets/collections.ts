import { requireCollection } from '../../access/require-resource.ts';
import {
  addDatasetToCollection,
  createCollection,
  deleteCollection,
  removeDatasetFromCollection,
} from '../../datasets/collections.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { storableText } from '../../model/storable.ts';
import { listChildCollections, listCollections } from '../../store/datasets/collections.ts';
import { listDatasetsIn } from '../../store/datasets/datasets.ts';
import { collectionToWire, datasetToWire } from '../../wire/dataset.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { isPageEnd, NO_SUCH_PAGE } from './request-fields.ts';

type CollectionRouteName =
  | 'listCollections'
  | 'createCollection'
  | 'createSubcollection'
  | 'showCollection'
  | 'deleteCollection'
  | 'listChildCollections';

/** Both routes that create a collection take the same. */
type CreateRequest = Pick<HandlerRequest<'createCollection'>, 'caller' | 'body'>;

export const collectionHandlers = (ports: DatasetPorts): Handlers<CollectionRouteName> => {
  const create = async ({ caller, body: { name, description, parentId } }: CreateRequest) => {
    const parentIds = [parentId ?? []].flat();
    const created = await createCollection(ports, caller, { name, description, parentIds });
    return 'refused' in created ? created : ok(created);
  };

  return {
    listCollections: async ({ caller, query: { limit, after, title } }) => {
      if (!isPageEnd(after)) return NO_SUCH_PAGE;
      const part = title === undefined ? undefined : storableText(title);
      const collections = await listCollections(ports.db, {
        grant: ports.grantOf(caller, 'see'),
        limit,
        after,
        title: part,
      });
      return ok(collections.map(collectionToWire));
    },

    createCollection: create,
    createSubcollection: create,

    showCollection: async ({ caller, params }) => {
      const collection = await requireCollection(ports, caller, 'see', params.id);
      return 'refused' in collection ? collection : ok(collectionToWire(collection));
    },

    deleteCollection: async ({ caller, params }) =>
      (await deleteCollection(ports, caller, params.id)) ?? ok({ status: 'success' }),

    listChildCollections: async ({ caller, params }) => {
      const collection = await requireCollection(ports, caller, 'see', params.id);
      if ('refused' in collection) return collection;
      const children = await listChildCollections(ports.db, collection.id, ports.grantOf(caller, 'see'));
      return ok(children.map(collectionToWire));
    },
  };
};

type CollectionDatasetRouteName =
  | 'listCollectionDatasets'
  | 'addDatasetToCollection'
  | 'removeDatasetFromCollection';

export const collectionDatasetHandlers = (ports: DatasetPorts): Handlers<CollectionDatasetRouteName> => ({
  listCollectionDatasets: async ({ caller, params }) => {
    const collection = await requireCollection(ports, caller, 'see', params.id);
    if ('refused' in collection) return collection;
    const datasets = await listDatasetsIn(ports.db, collection.id, ports.grantOf(caller, 'see'));
    return ok(datasets.map(datasetToWire));
  },

  addDatasetToCollection: async ({ caller, params: { id: collectionId, dataset_id: datasetId } }) =>
    (await addDatasetToCollection(ports, caller, { collectionId, datasetId })) ?? ok({ status: 'success' }),

  removeDatasetFromCollection: async ({ caller, params: { id: collectionId, dataset_id: datasetId } }) =>
    (await removeDatasetFromCollection(ports, caller, { collectionId, datasetId })) ??
    ok({ status: 'success' }),
});
