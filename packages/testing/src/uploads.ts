import { type Client, UploadAnswer } from '@pawprint/protocol';

export interface NewFile {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
}

const idsOf = (answer: UploadAnswer): string[] =>
  'id' in answer ? [answer.id] : answer.ids.map(({ id }) => id);

/** Creates a dataset and uploads these files to it in one request. Gives the ids, files in the order given. */
export const createDatasetWith = async (
  client: Client,
  files: readonly NewFile[],
  name = 'Prairie soil cores',
): Promise<{ datasetId: string; fileIds: string[] }> => {
  const created = await client.call('createDataset', { body: { name } });
  const datasetId = created?.id ?? '';
  const form = new FormData();
  for (const file of files)
    form.append('file', new Blob([file.content], { type: file.type ?? '' }), file.name);
  const response = await client.fetch('uploadToDataset', { params: { id: datasetId } }, { body: form });
  return { datasetId, fileIds: idsOf(UploadAnswer.parse(await response.json())) };
};
