import type { Client, JobWithAttempts } from '@pawprint/protocol';
import { nameOnDisk, type PulledFolder } from './pulled-folder.ts';

/** What a job is about, as it is in the folder. */
export interface PulledInput {
  /** The bytes: of a dataset, a zip of its files. */
  readonly file: string;
  /** Null for a dataset. */
  readonly mimeType: string | null;
  readonly sizeBytes: number | null;
}

/**
 * Fetches what the job is about, and, as `answers.json`, which answer of the server each file is: an extractor that asks
 * for it gets it from the folder.
 */
export const pullInput = async (
  client: Client,
  { resource }: JobWithAttempts,
  folder: PulledFolder,
): Promise<PulledInput> => {
  const file =
    resource.type === 'file'
      ? `input/${nameOnDisk(resource.name)}`
      : `input/${nameOnDisk(`${resource.name}.zip`)}`;
  const answers = resource.type === 'file' ? ofFile(file) : ofDataset(file);
  const kept: Record<string, { readonly file: string; readonly type: string }> = {};
  let mimeType: string | null = null;
  for (const [route, name] of answers) {
    const input = { params: { id: resource.id } };
    const response = await client.fetch(route, input);
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    await folder.writeBody(name, response);
    kept[new URL(client.url(route, input)).pathname.slice(1)] = { file: name, type };
    if (route === 'downloadFile') mimeType = type.split(';')[0] ?? null;
  }
  await folder.writeJson('answers.json', kept);
  return { file, mimeType, sizeBytes: resource.type === 'file' ? await folder.sizeOf(file) : null };
};

const ofFile = (file: string) =>
  [
    ['downloadFile', file],
    ['showFile', 'input/file.json'],
    ['listFileMetadata', 'input/metadata.json'],
  ] as const;

const ofDataset = (file: string) =>
  [
    ['downloadDataset', file],
    ['showDataset', 'input/dataset.json'],
    ['listDatasetFiles', 'input/files.json'],
    ['listDatasetMetadata', 'input/metadata.json'],
  ] as const;
