import { Readable } from 'node:stream';
import { requireDataset } from '../../access/require-resource.ts';
import { bagEntries, entryNames, withoutDrive } from '../../datasets/archive/archive-entries.ts';
import { type ArchiveEntry, zipStream } from '../../datasets/archive/zip-stream.ts';
import { createDataset, deleteDataset } from '../../datasets/datasets.ts';
import { fileName } from '../../datasets/files/file-name.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { storeUpload } from '../../datasets/uploads/upload-to-dataset.ts';
import type { ArchivedFile } from '../../model/file.ts';
import { refuse } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { listDatasets } from '../../store/datasets/datasets.ts';
import { listFilesToArchive } from '../../store/datasets/files.ts';
import { datasetToWire } from '../../wire/dataset.ts';
import { uploadedFileToWire } from '../../wire/file.ts';
import { ANSWERED, type Handlers, ok } from '../handler.ts';
import { contentDisposition } from './content-disposition.ts';
import { isPageEnd, isYes, NO_SUCH_PAGE, outputKeyOf } from './request-fields.ts';
import { uploadParts } from './upload-parts.ts';

type DatasetRouteName =
  | 'listDatasets'
  | 'createDataset'
  | 'showDataset'
  | 'deleteDataset'
  | 'uploadToDataset';

export const datasetHandlers = (ports: DatasetPorts): Handlers<DatasetRouteName> => ({
  listDatasets: async ({ caller, query }) => {
    if (!isPageEnd(query.after)) return NO_SUCH_PAGE;
    const part = query.q ?? query.title;
    const q = part === undefined ? undefined : storableText(part);
    const datasets = await listDatasets(ports.db, {
      grant: ports.grantOf(caller, 'see'),
      limit: query.limit,
      after: query.after,
      q,
    });
    return ok(datasets.map(datasetToWire));
  },

  createDataset: async ({ caller, body, signal }) => {
    const created = await createDataset(ports, caller, {
      name: body.name,
      description: body.description,
      collectionIds: [body.collection ?? []].flat(),
      fileIds: parseIds(body.existingfiles),
      spaceIds: [body.space ?? []].flat(),
      isPublic: body.access === 'PUBLIC',
      signal,
    });
    return 'refused' in created ? created : ok(created);
  },

  showDataset: async ({ caller, params }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    return 'refused' in dataset ? dataset : ok(datasetToWire(dataset));
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
    return ok({ ids: stored.files.map(uploadedFileToWire) });
  },
});

const NO_FOLDERS = refuse('not_offered', 'There are no folders here: leave `folder_id` out.');

/** Ids separated by commas. */
const parseIds = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

export const datasetDownloadHandler = (ports: DatasetPorts): Handlers<'downloadDataset'> => ({
  downloadDataset: async ({ caller, params, query, raw, reply }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const name = fileName(dataset.name);
    void reply.headers({
      'content-type': ZIP,
      'content-disposition': contentDisposition('attachment', `${name}.zip`, ZIP),
      'cache-control': 'private, no-cache',
    });
    if (raw.method === 'HEAD') {
      void reply.send(Readable.from([]));
      return ANSWERED;
    }
    const files = await listFilesToArchive(ports.db, dataset.id);
    const bag = { folder: withoutDrive(name), baggedAt: ports.now() };
    const entries = isYes(query.bagit) ? bagEntries(dataset, files, bag) : plainEntries(files);
    // Fastify destroys the stream when the client disconnects, and aborts the answer when the stream fails.
    void reply.send(
      zipStream(ports.blobs, entries, query.compression < 0 ? DEFAULT_LEVEL : query.compression),
    );
    return ANSWERED;
  },
});

const ZIP = 'application/zip';
const DEFAULT_LEVEL = 6;

const plainEntries = (files: readonly ArchivedFile[]): ArchiveEntry[] => {
  const names = entryNames(files);
  return files.map((file, n) => ({ ...file, name: names[n] ?? file.id, modifiedAt: file.createdAt }));
};
