import { createDataset } from '../../data/create-dataset.ts';
import { deleteDataset } from '../../data/delete-dataset.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachDataset } from '../../data/reach.ts';
import { FORBIDDEN } from '../../data/refusals.ts';
import { storeUpload } from '../../data/store-upload.ts';
import { listDatasets } from '../../store/data/datasets.ts';
import { storableText } from '../../store/storable.ts';
import { type Handlers, ok, refuse } from '../handler.ts';
import { wireDataset } from './dataset-wire.ts';
import { wireUploadedFile } from './file-wire.ts';
import { isYes } from './flag.ts';
import { outputKeyOf } from './output-key.ts';
import { isPageEnd, NO_SUCH_PAGE } from './page-end.ts';
import { uploadParts } from './upload-parts.ts';

type DatasetRouteName =
  | 'listDatasets'
  | 'createDataset'
  | 'showDataset'
  | 'deleteDataset'
  | 'uploadToDataset';

const NO_FOLDERS = refuse('not_offered', 'There are no folders here: leave `folder_id` out.');

/** Ids between commas. */
const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

export const datasetHandlers = (ports: DataPorts): Handlers<DatasetRouteName> => ({
  listDatasets: async ({ caller, query }) => {
    if (!(await ports.may(caller, 'see', { type: 'instance' }))) return FORBIDDEN;
    if (!isPageEnd(query.after)) return NO_SUCH_PAGE;
    const part = query.q ?? query.title;
    const q = part === undefined ? undefined : storableText(part);
    const datasets = await listDatasets(ports.db, { limit: query.limit, after: query.after, q });
    return ok(datasets.map(wireDataset));
  },

  createDataset: async ({ caller, body, signal }) => {
    const created = await createDataset(ports, caller, {
      name: body.name,
      description: body.description,
      collectionIds: [body.collection ?? []].flat(),
      fileIds: listOf(body.existingfiles),
      signal,
    });
    return 'refused' in created ? created : ok(created);
  },

  showDataset: async ({ caller, params }) => {
    const dataset = await reachDataset(ports, caller, 'see', params.id);
    return 'refused' in dataset ? dataset : ok(wireDataset(dataset));
  },

  deleteDataset: async ({ caller, params }) =>
    (await deleteDataset(ports, caller, params.id)) ?? ok({ status: 'success' }),

  uploadToDataset: async ({ caller, params, query, raw, signal }) => {
    if (query.folder_id) return NO_FOLDERS;
    const output = outputKeyOf(raw);
    if ('refused' in output) return output;
    const stored = await storeUpload(ports, {
      datasetId: params.id,
      caller,
      parts: uploadParts(raw),
      signal,
      extract: isYes(query.extract),
      outputKey: output.key,
    });
    if ('refused' in stored) return stored;
    const [only, ...others] = stored.files;
    if (only && others.length === 0) return ok({ id: only.id });
    return ok({ ids: stored.files.map(wireUploadedFile) });
  },
});
