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
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { answerCollection, answerCollections, answerDatasets } from './answer-datasets.ts';
import { isPageEnd, NO_SUCH_PAGE } from './request-fields.ts';

type CollectionRouteName =
  | 'listCollections'
  | 'listAllCollections'
  | 'createCollection'
  | 'createSubcollection'
  | 'showCollection'
  | 'deleteCollection'
  | 'removeCollection'
  | 'listChildCollections';

/** Both routes that create a collection take the same. */
type CreateRequest = Pick<HandlerRequest<'createCollection'>, 'caller' | 'body'>;

export const collectionHandlers = (ports: DatasetPorts): Handlers<CollectionRouteName> => {
  const create = async ({ caller, body: { name, description, parentId } }: CreateRequest) => {
    const parentIds = [parentId ?? []].flat();
    const created = await createCollection(ports, caller, { name, description, parentIds });
    return 'refused' in created ? created : ok(created);
  };

  const remove = async ({ caller, params }: Pick<HandlerRequest<'deleteCollection'>, 'caller' | 'params'>) =>
    (await deleteCollection(ports, caller, params.id)) ?? ok({ status: 'success' as const });

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
      return answerCollections(ports, caller, collections);
    },

    listAllCollections: async ({ caller, query: { limit } }) => {
      const filter = { grant: ports.grantOf(caller, 'see'), limit: limit || MOST_COLLECTIONS };
      return answerCollections(ports, caller, await listCollections(ports.db, filter));
    },

    createCollection: create,
    createSubcollection: create,

    showCollection: async ({ caller, params }) => {
      const collection = await requireCollection(ports, caller, 'see', params.id);
      return 'refused' in collection ? collection : answerCollection(ports, caller, collection);
    },

    deleteCollection: remove,
    removeCollection: remove,

    listChildCollections: async ({ caller, params }) => {
      const collection = await requireCollection(ports, caller, 'see', params.id);
      if ('refused' in collection) return collection;
      const children = await listChildCollections(ports.db, collection.id, ports.grantOf(caller, 'see'));
      return answerCollections(ports, caller, children);
    },
  };
};

/** Clowder's clients expect all of them in one answer. */
const MOST_COLLECTIONS = 10_000;

type CollectionDatasetRouteName =
  | 'listCollectionDatasets'
  | 'getCollectionDatasets'
  | 'addDatasetToCollection'
  | 'removeDatasetFromCollection';

export const collectionDatasetHandlers = (ports: DatasetPorts): Handlers<CollectionDatasetRouteName> => {
  const list = async ({
    caller,
    params,
  }: Pick<HandlerRequest<'listCollectionDatasets'>, 'caller' | 'params'>) => {
    const collection = await requireCollection(ports, caller, 'see', params.id);
    if ('refused' in collection) return collection;
    const datasets = await listDatasetsIn(ports.db, collection.id, ports.grantOf(caller, 'see'));
    return answerDatasets(ports, caller, datasets);
  };

  return {
    listCollectionDatasets: list,
    getCollectionDatasets: list,

    addDatasetToCollection: async ({ caller, params: { id: collectionId, dataset_id: datasetId } }) =>
      (await addDatasetToCollection(ports, caller, { collectionId, datasetId })) ?? ok({ status: 'success' }),

    removeDatasetFromCollection: async ({ caller, params: { id: collectionId, dataset_id: datasetId } }) =>
      (await removeDatasetFromCollection(ports, caller, { collectionId, datasetId })) ??
      ok({ status: 'success' }),
  };
};
