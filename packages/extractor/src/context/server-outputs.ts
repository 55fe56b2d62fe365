import { openAsBlob } from 'node:fs';
import { OUTPUT_KEY_HEADER } from '@pawprint/protocol';
import type { Job } from '../job/job.ts';
import type { RetryingClient } from '../retrying-client.ts';
import type { FileDetails, OutputSource, Outputs, OutputWording } from './outputs.ts';

interface ServerOutputsPorts {
  /** Calls with the job's own credential. */
  readonly client: RetryingClient;
  /** No output is begun, retried or finished after it aborts. */
  readonly signal: AbortSignal;
  readonly wording: OutputWording;
}

const formOf =
  (part: string, source: OutputSource, details: FileDetails, fields: Readonly<Record<string, string>> = {}) =>
  async (): Promise<FormData> => {
    const form = new FormData();
    // This part stands before the bytes, since the server reads the parts in order.
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set(part, await blobOf(source, details.contentType), details.filename);
    return form;
  };

const idOf = (
  answer: { readonly id: string } | { readonly ids: readonly { readonly id: string }[] } | undefined,
) => {
  const id = answer && ('id' in answer ? answer.id : answer.ids[0]?.id);
  if (id === undefined) throw new Error('The answer to the upload contains no id.');
  return id;
};

const fileOf = ({ resource }: Job, what: string): string => {
  if (resource.type === 'file') return resource.id;
  throw new Error(`A dataset has no ${what}; only jobs about a file can upload one.`);
};

const datasetOf = ({ datasetId }: Job): string => {
  if (datasetId !== null) return datasetId;
  throw new Error('The job has no dataset to upload a file to.');
};

export const createServerOutputs = (
  { client, signal, wording }: ServerOutputsPorts,
  job: Job,
  extractor: string,
): Outputs => {
  const keyFor = createOutputKeys();
  const about = { id: job.resource.id };
  const ofFile = job.resource.type === 'file';
  const by = { extractor_id: extractor };
  return {
    async metadata(content, context) {
      const body = wording.metadata(content, context);
      const route = ofFile ? 'addFileMetadata' : 'addDatasetMetadata';
      await client.call(route, { params: about, body, headers: keyFor('metadata'), signal });
    },
    async preview(source, { title, metadata, ...details }) {
      const id = fileOf(job, 'preview');
      const headers = keyFor('preview');
      const form = formOf('File', source, details, title === undefined ? {} : { title });
      const preview_id = idOf(await client.upload('uploadPreview', { headers, signal }, form));
      await client.call('attachPreview', { params: { id, preview_id }, body: by, headers, signal });
      if (metadata)
        await client.call('addPreviewMetadata', {
          params: { id: preview_id },
          body: wording.previewMetadata(metadata),
          headers,
          signal,
        });
      return preview_id;
    },
    async thumbnail(source, details) {
      const id = fileOf(job, 'thumbnail');
      const headers = keyFor('thumbnail');
      const form = formOf('File', source, details);
      const thumbnail_id = idOf(await client.upload('uploadThumbnail', { headers, signal }, form));
      await client.call('attachThumbnail', { params: { id, thumbnail_id }, body: {}, headers, signal });
      return thumbnail_id;
    },
    async file(source, { extract = true, ...details }) {
      const input = {
        params: { id: datasetOf(job) },
        query: { extract: String(extract) as 'true' | 'false' },
      };
      const headers = keyFor('file');
      return idOf(
        await client.upload(
          'uploadToDataset',
          { ...input, headers, signal },
          formOf('File', source, details),
        ),
      );
    },
    async tags(tags) {
      const body = { tags: [...tags], ...by };
      const route = ofFile ? 'addFileTags' : 'addDatasetTags';
      await client.call(route, { params: about, body, headers: keyFor('tags'), signal });
    },
  };
};

type OutputKind = 'metadata' | 'preview' | 'thumbnail' | 'file' | 'tags';

/** Headers that name the next output of a kind: `metadata:0`, `metadata:1`, `preview:0` … within one attempt. */
const createOutputKeys = (): ((kind: OutputKind) => Readonly<Record<string, string>>) => {
  const made = new Map<OutputKind, number>();
  return (kind) => {
    const ordinal = made.get(kind) ?? 0;
    made.set(kind, ordinal + 1);
    return { [OUTPUT_KEY_HEADER]: `${kind}:${ordinal}` };
  };
};

export const blobOf = async (source: OutputSource, contentType: string): Promise<Blob> =>
  typeof source === 'string'
    ? await openAsBlob(source, { type: contentType })
    : new Blob([new Uint8Array(source)], { type: contentType });
