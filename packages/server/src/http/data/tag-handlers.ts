import type { DataPorts } from '../../data/ports.ts';
import { reachDataset, reachFile } from '../../data/reach.ts';
import type { ResourceRef } from '../../data/resource.ts';
import { addTags, dropTags } from '../../data/tag-resource.ts';
import { listTags } from '../../store/data/tags.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

type TagRouteName =
  | 'addFileTags'
  | 'listFileTags'
  | 'removeFileTags'
  | 'addDatasetTags'
  | 'listDatasetTags'
  | 'removeDatasetTags';

/** All four changes are given the same. */
type TagRequest = Pick<HandlerRequest<'addFileTags'>, 'caller' | 'params' | 'body'>;

export const tagHandlers = (ports: DataPorts): Handlers<TagRouteName> => {
  const change = async (act: typeof addTags, { caller, body }: TagRequest, resource: ResourceRef) => {
    const done = await act(ports, { caller, resource, tags: body.tags, extractorId: body.extractor_id });
    return 'refused' in done ? done : ok({ status: 'success' as const });
  };

  const onFile = (act: typeof addTags) => async (request: TagRequest) => {
    const file = await reachFile(ports, request.caller, 'change', request.params.id);
    return 'refused' in file ? file : change(act, request, { type: 'file', ...file });
  };

  const onDataset = (act: typeof addTags) => async (request: TagRequest) => {
    const dataset = await reachDataset(ports, request.caller, 'change', request.params.id);
    return 'refused' in dataset ? dataset : change(act, request, { type: 'dataset', ...dataset });
  };

  return {
    addFileTags: onFile(addTags),
    removeFileTags: onFile(dropTags),
    listFileTags: async ({ caller, params }) => {
      const file = await reachFile(ports, caller, 'see', params.id);
      if ('refused' in file) return file;
      return ok({
        id: file.id,
        filename: file.name,
        tags: await listTags(ports.db, { type: 'file', id: file.id }),
      });
    },

    addDatasetTags: onDataset(addTags),
    removeDatasetTags: onDataset(dropTags),
    listDatasetTags: async ({ caller, params }) => {
      const dataset = await reachDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : ok({ id: dataset.id, tags: [...dataset.tags] });
    },
  };
};
