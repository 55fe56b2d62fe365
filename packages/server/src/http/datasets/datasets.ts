import type { UploadAnswer } from '@pawprint/protocol';
import { requireDataset } from '../../access/require-resource.ts';
import { bagEntries, withoutDrive } from '../../datasets/archive/archive-entries.ts';
import { changeDataset, createDataset, deleteDataset } from '../../datasets/datasets.ts';
import { fileName } from '../../datasets/files/file-name.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { PURPOSES, storeUpload, uploadWithoutDataset } from '../../datasets/uploads/upload-to-dataset.ts';
import type { StoredFile } from '../../model/file.ts';
import { refuse } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { listDatasets } from '../../store/datasets/datasets.ts';
import { listFilesToArchive } from '../../store/datasets/files.ts';
import { uploadedFileToWire } from '../../wire/file.ts';
import { ANSWERED, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { answerDataset, answerDatasets } from './answer-datasets.ts';
import { isPageEnd, isYes, NO_SUCH_PAGE, outputKeyOf, parseIds, uploadKeyOf } from './request-fields.ts';
import { plainEntries, sendZip, USUAL_LEVEL } from './send-zip.ts';
import { uploadParts } from './upload-parts.ts';

type DatasetRouteName =
  | 'listDatasets'
  | 'createDataset'
  | 'showDataset'
  | 'renameDataset'
  | 'describeDataset'
  | 'editDataset'
  | 'deleteDataset';

/** The three routes that change a dataset take one or both of these. */
interface ChangeRequest extends Pick<HandlerRequest<'renameDataset'>, 'caller' | 'params'> {
  readonly body: { readonly name?: string; readonly description?: string };
}

export const datasetHandlers = (ports: DatasetPorts): Handlers<DatasetRouteName> => {
  const change = async ({ caller, params, body: { name, description } }: ChangeRequest) => {
    const texts = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
    const changed = await changeDataset(ports, caller, params.id, texts);
    return 'refused' in changed ? changed : ok({ status: 'success' as const });
  };

  return {
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
      return answerDatasets(ports, caller, datasets);
    },

    createDataset: async ({ caller, body, signal }) => {
      const created = await createDataset(ports, caller, {
        name: body.name,
        description: body.description,
        collectionIds: [body.collection ?? []].flat(),
        fileIds: parseIds(body.existingfiles ?? ''),
        spaceIds: [body.space ?? []].flat(),
        isPublic: body.access === 'PUBLIC',
        signal,
      });
      return 'refused' in created ? created : ok(created);
    },

    showDataset: async ({ caller, params }) => {
      const dataset = await requireDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : answerDataset(ports, caller, dataset);
    },

    deleteDataset: async ({ caller, params }) =>
      (await deleteDataset(ports, caller, params.id)) ?? ok({ status: 'success' }),

    renameDataset: change,
    describeDataset: change,
    editDataset: change,
  };
};

type UploadRouteName = 'uploadToDataset' | 'uploadDatasetFiles' | 'uploadFiles';

/** Both routes that upload to a dataset take the same. */
type UploadRequest = Pick<
  HandlerRequest<'uploadToDataset'>,
  'caller' | 'params' | 'query' | 'raw' | 'signal'
>;

export const uploadHandlers = (ports: DatasetPorts): Handlers<UploadRouteName> => {
  const uploadTo = async ({ caller, params, query, raw, signal }: UploadRequest) => {
    if (query.folder_id) return NO_FOLDERS;
    const output = outputKeyOf(raw);
    if ('refused' in output) return output;
    const upload = uploadKeyOf(raw);
    if ('refused' in upload) return upload;
    const stored = await storeUpload(ports, {
      datasetId: params.id,
      caller,
      parts: uploadParts(raw),
      signal,
      extract: isYes(query.extract),
      outputKey: output.key,
      uploadKey: upload.key,
    });
    return 'refused' in stored ? stored : ok(uploadAnswer(stored.files));
  };

  return {
    uploadToDataset: uploadTo,
    uploadDatasetFiles: uploadTo,

    uploadFiles: async ({ caller, query, raw, signal }) => {
      const upload = uploadKeyOf(raw);
      if ('refused' in upload) return upload;
      const of = { caller, signal, extract: isYes(query.extract), outputKey: null, uploadKey: upload.key };
      const stored = await uploadWithoutDataset(ports, { ...of, parts: uploadParts(raw) }, PURPOSES.storage);
      return 'refused' in stored ? stored : ok(uploadAnswer(stored.files));
    },
  };
};

const uploadAnswer = (files: readonly StoredFile[]): UploadAnswer => {
  const [only, ...others] = files;
  return only && others.length === 0 ? { id: only.id } : { ids: files.map(uploadedFileToWire) };
};

const NO_FOLDERS = refuse('not_offered', 'There are no folders here: leave `folder_id` out.');

export const datasetDownloadHandler = (ports: DatasetPorts): Handlers<'downloadDataset'> => ({
  downloadDataset: async ({ caller, params, query, raw, reply }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const isHead = raw.method === 'HEAD';
    const files = isHead ? [] : await listFilesToArchive(ports.db, dataset.id);
    const bag = { folder: withoutDrive(fileName(dataset.name)), baggedAt: ports.now() };
    const entries = isYes(query.bagit) ? bagEntries(dataset, files, bag) : plainEntries(files);
    const level = query.compression < 0 ? USUAL_LEVEL : query.compression;
    sendZip(ports.blobs, reply, { name: dataset.name, isHead, entries, level });
    return ANSWERED;
  },
});
