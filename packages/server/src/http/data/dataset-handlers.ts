import { validate as isUuid } from 'uuid';
import { createDataset } from '../../data/create-dataset.ts';
import { deleteDataset } from '../../data/delete-dataset.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachDataset } from '../../data/reach.ts';
import { FORBIDDEN } from '../../data/refusals.ts';
import { storeUpload } from '../../data/store-upload.ts';
import { listDatasets } from '../../store/data/datasets.ts';
import { listFiles } from '../../store/data/files.ts';
import { latestJobsOf } from '../../store/data/latest-jobs.ts';
import { storableText } from '../../store/storable.ts';
import { type Handlers, ok, refuse } from '../handler.ts';
import { wireDataset } from './dataset-wire.ts';
import { wireDatasetFile, wireLatestJob } from './file-wire.ts';
import { outputKeyOf } from './output-key.ts';
import { uploadParts } from './upload-parts.ts';

type DatasetRouteName =
  | 'listDatasets'
  | 'createDataset'
  | 'showDataset'
  | 'deleteDataset'
  | 'listDatasetFiles'
  | 'uploadToDataset';

const NO_SUCH_PAGE = refuse('bad_request', '`after` takes the id of the last item of the page before.');
const isPageEnd = (after: string | undefined): boolean => after === undefined || isUuid(after);

export const datasetHandlers = (ports: DataPorts): Handlers<DatasetRouteName> => ({
  listDatasets: async ({ caller, query }) => {
    if (!(await ports.may(caller, 'see', { type: 'instance' }))) return FORBIDDEN;
    if (!isPageEnd(query.after)) return NO_SUCH_PAGE;
    const q = query.q === undefined ? undefined : storableText(query.q);
    const datasets = await listDatasets(ports.db, { limit: query.limit, after: query.after, q });
    return ok(datasets.map(wireDataset));
  },

  createDataset: async ({ caller, body }) => {
    const created = await createDataset(ports, caller, body);
    return 'refused' in created ? created : ok(created);
  },

  showDataset: async ({ caller, params }) => {
    const dataset = await reachDataset(ports, caller, 'see', params.id);
    return 'refused' in dataset ? dataset : ok(wireDataset(dataset));
  },

  deleteDataset: async ({ caller, params }) =>
    (await deleteDataset(ports, caller, params.id)) ?? ok({ status: 'success' }),

  listDatasetFiles: async ({ caller, params, query: { max, after, include } }) => {
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const dataset = await reachDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const files = await listFiles(ports.db, dataset.id, { limit: max < 0 ? undefined : max, after });
    if (include !== 'jobs') return ok(files.map((file) => wireDatasetFile(file)));
    const now = ports.now();
    const jobs = await latestJobsOf(
      ports.db,
      files.map(({ id }) => id),
    );
    return ok(
      files.map((file) =>
        wireDatasetFile(file, jobs.get(file.id)?.map((job) => wireLatestJob(job, now)) ?? []),
      ),
    );
  },

  uploadToDataset: async ({ caller, params, query, raw, signal }) => {
    const output = outputKeyOf(raw);
    if ('refused' in output) return output;
    const stored = await storeUpload(ports, {
      datasetId: params.id,
      caller,
      parts: uploadParts(raw),
      signal,
      extract: query.extract !== 'false' && query.extract !== '0',
      outputKey: output.key,
    });
    if ('refused' in stored) return stored;
    const [only, ...others] = stored.files;
    if (only && others.length === 0) return ok({ id: only.id });
    return ok({ ids: stored.files.map(({ id, name }) => ({ id, name, status: 'PROCESSED' })) });
  },
});
