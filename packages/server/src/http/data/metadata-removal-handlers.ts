import type { DatasetRef } from '../../data/dataset.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachDataset, reachFile } from '../../data/reach.ts';
import { removeMetadata } from '../../data/remove-metadata.ts';
import type { ResourceRef } from '../../data/resource.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

type RemovalRouteName = 'removeFileMetadata' | 'removeDatasetMetadata';

type RemovalRequest = Pick<HandlerRequest<'removeFileMetadata'>, 'caller' | 'query'>;

export const metadataRemovalHandlers = (ports: DataPorts): Handlers<RemovalRouteName> => {
  const remove = async ({ caller, query }: RemovalRequest, resource: ResourceRef, dataset: DatasetRef) => {
    const removed = await removeMetadata(ports, { caller, resource, dataset, extractor: query.extractor });
    if ('refused' in removed) return removed;
    return ok({ status: 'success' as const, count: String(removed.count) });
  };

  return {
    removeFileMetadata: async (request) => {
      const file = await reachFile(ports, request.caller, 'change', request.params.id);
      return 'refused' in file ? file : remove(request, { type: 'file', ...file }, file.dataset);
    },

    removeDatasetMetadata: async (request) => {
      const dataset = await reachDataset(ports, request.caller, 'change', request.params.id);
      return 'refused' in dataset ? dataset : remove(request, { type: 'dataset', ...dataset }, dataset);
    },
  };
};
