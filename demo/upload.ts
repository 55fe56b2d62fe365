import { type Client, UploadAnswer } from '@pawprint/protocol';
import type { DemoDataset } from './datasets.ts';
import type { DemoFile } from './files/demo-file.ts';

export interface UploadedDataset {
  readonly id: string;
  readonly name: string;
  /** Ids of its files by name; of equal names the last. */
  readonly files: ReadonlyMap<string, string>;
}

const COMPUTED = 'Computed by `npm run demo`, not measured, photographed or recorded.';
/** So many files are sent in one request. */
const BATCH = 10;

/** Creates a dataset with tags and a document of metadata, as a person would, and uploads the files to it. */
export const uploadDataset = async (
  client: Client,
  { name, description, tags }: DemoDataset,
  files: readonly DemoFile[],
): Promise<UploadedDataset> => {
  const body = { name, description: `${description} ${COMPUTED}` };
  const id = idOf(await client.call('createDataset', { body }));
  await client.call('addDatasetTags', { params: { id }, body: { tags: [...tags] } });
  await client.call('addDatasetMetadata', {
    params: { id },
    body: { content: { license: 'CC0 1.0', made_by: 'npm run demo' } },
  });
  const ids = new Map<string, string>();
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH);
    const batchIds = await uploadFiles(client, id, batch);
    for (const [index, { name: fileName }] of batch.entries()) ids.set(fileName, batchIds[index] ?? '');
  }
  return { id, name, files: ids };
};

/** Puts datasets into a new collection. */
export const createCollection = async (
  client: Client,
  datasets: readonly UploadedDataset[],
): Promise<void> => {
  const body = { name: 'Campaigns of 2024', description: COMPUTED };
  const id = idOf(await client.call('createCollection', { body }));
  for (const dataset of datasets)
    await client.call('addDatasetToCollection', { params: { id, dataset_id: dataset.id } });
};

const uploadFiles = async (client: Client, id: string, files: readonly DemoFile[]): Promise<string[]> => {
  const form = new FormData();
  for (const { name, bytes } of files) form.append('file', new Blob([new Uint8Array(await bytes())]), name);
  const response = await client.fetch('uploadToDataset', { params: { id } }, { body: form });
  const answer = UploadAnswer.parse(await response.json());
  return 'id' in answer ? [answer.id] : answer.ids.map((file) => file.id);
};

const idOf = (created: { readonly id: string } | undefined): string => created?.id ?? '';
