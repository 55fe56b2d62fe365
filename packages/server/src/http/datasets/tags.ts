import { requireDataset, requireFile } from '../../access/require-resource.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { addTags, deleteAllTags, deleteTags } from '../../datasets/tags.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { listTags } from '../../store/datasets/tags.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

type TagRouteName =
  | 'addFileTags'
  | 'listFileTags'
  | 'removeFileTags'
  | 'takeOffFileTags'
  | 'removeAllFileTags'
  | 'addDatasetTags'
  | 'listDatasetTags'
  | 'removeDatasetTags'
  | 'takeOffDatasetTags'
  | 'removeAllDatasetTags';

/** Routes of files and of datasets take the same. */
type TagRequest = Pick<HandlerRequest<'addFileTags'>, 'caller' | 'params' | 'body'>;
type ClearRequest = Pick<TagRequest, 'caller' | 'params'>;
type Done = Awaited<ReturnType<typeof addTags>>;

const SUCCESS = ok({ status: 'success' as const });

export const tagHandlers = (ports: DatasetPorts): Handlers<TagRouteName> => {
  /** Runs a change of tags on the file of the address. */
  const toFile =
    <Request extends ClearRequest>(change: (request: Request, resource: ResourceRef) => Promise<Done>) =>
    async (request: Request) => {
      const file = await requireFile(ports, request.caller, 'change', request.params.id);
      if ('refused' in file) return file;
      const done = await change(request, { type: 'file', ...file });
      return 'refused' in done ? done : SUCCESS;
    };

  const toDataset =
    <Request extends ClearRequest>(change: (request: Request, resource: ResourceRef) => Promise<Done>) =>
    async (request: Request) => {
      const dataset = await requireDataset(ports, request.caller, 'change', request.params.id);
      if ('refused' in dataset) return dataset;
      const done = await change(request, { type: 'dataset', ...dataset });
      return 'refused' in done ? done : SUCCESS;
    };

  const add = ({ caller, body }: TagRequest, resource: ResourceRef) =>
    addTags(ports, { caller, resource, tags: body.tags, extractorId: body.extractor_id });
  const drop = ({ caller, body }: TagRequest, resource: ResourceRef) =>
    deleteTags(ports, { caller, resource, tags: body.tags });
  const clear = ({ caller }: ClearRequest, resource: ResourceRef) =>
    deleteAllTags(ports, { caller, resource });

  return {
    addFileTags: toFile(add),
    removeFileTags: toFile(drop),
    takeOffFileTags: toFile(drop),
    removeAllFileTags: toFile(clear),
    listFileTags: async ({ caller, params }) => {
      const file = await requireFile(ports, caller, 'see', params.id);
      if ('refused' in file) return file;
      const tags = await listTags(ports.db, { type: 'file', id: file.id });
      return ok({ id: file.id, filename: file.name, tags });
    },

    addDatasetTags: toDataset(add),
    removeDatasetTags: toDataset(drop),
    takeOffDatasetTags: toDataset(drop),
    removeAllDatasetTags: toDataset(clear),
    listDatasetTags: async ({ caller, params }) => {
      const dataset = await requireDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : ok({ id: dataset.id, tags: [...dataset.tags] });
    },
  };
};
