import { createCollection } from '../../data/create-collection.ts';
import { deleteCollection } from '../../data/delete-collection.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachCollection } from '../../data/reach.ts';
import { FORBIDDEN } from '../../data/refusals.ts';
import { listChildCollections, listCollections } from '../../store/data/collections.ts';
import { storableText } from '../../store/storable.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { wireCollection } from './collection-wire.ts';
import { isPageEnd, NO_SUCH_PAGE } from './page-end.ts';

type CollectionRouteName =
  | 'listCollections'
  | 'createCollection'
  | 'createSubcollection'
  | 'showCollection'
  | 'deleteCollection'
  | 'listChildCollections';

/** Both ways to make one are given the same. */
type CreateRequest = Pick<HandlerRequest<'createCollection'>, 'caller' | 'body'>;

export const collectionHandlers = (ports: DataPorts): Handlers<CollectionRouteName> => {
  const create = async ({ caller, body: { name, description, parentId } }: CreateRequest) => {
    const parentIds = [parentId ?? []].flat();
    const created = await createCollection(ports, caller, { name, description, parentIds });
    return 'refused' in created ? created : ok(created);
  };

  return {
    listCollections: async ({ caller, query: { limit, after, title } }) => {
      if (!(await ports.may(caller, 'see', { type: 'instance' }))) return FORBIDDEN;
      if (!isPageEnd(after)) return NO_SUCH_PAGE;
      const part = title === undefined ? undefined : storableText(title);
      const collections = await listCollections(ports.db, { limit, after, title: part });
      return ok(collections.map(wireCollection));
    },

    createCollection: create,
    createSubcollection: create,

    showCollection: async ({ caller, params }) => {
      const collection = await reachCollection(ports, caller, 'see', params.id);
      return 'refused' in collection ? collection : ok(wireCollection(collection));
    },

    deleteCollection: async ({ caller, params }) =>
      (await deleteCollection(ports, caller, params.id)) ?? ok({ status: 'success' }),

    listChildCollections: async ({ caller, params }) => {
      const collection = await reachCollection(ports, caller, 'see', params.id);
      if ('refused' in collection) return collection;
      return ok((await listChildCollections(ports.db, collection.id)).map(wireCollection));
    },
  };
};
