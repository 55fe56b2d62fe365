import { readFile } from 'node:fs/promises';
import type { OutputSource } from '../context/output-source.ts';
import type {
  FileDetails,
  JsonLdContext,
  MetadataContent,
  NewFileDetails,
  Outputs,
  PreviewDetails,
} from '../context/outputs.ts';

/** Metadata a handler uploaded. */
export interface HandledMetadata {
  readonly content: MetadataContent;
  readonly context: JsonLdContext | undefined;
}

/** A file, or a thumbnail, that a handler uploaded, read into memory. */
export interface HandledFile extends NewFileDetails {
  readonly bytes: Buffer;
}

/** A preview that a handler uploaded, read into memory. */
export interface HandledPreview extends PreviewDetails {
  readonly bytes: Buffer;
}

export interface OutputRecords {
  readonly metadata: HandledMetadata[];
  readonly previews: HandledPreview[];
  readonly thumbnails: HandledFile[];
  readonly files: HandledFile[];
  readonly tags: string[];
}

export const noOutputs = (): OutputRecords => ({
  metadata: [],
  previews: [],
  thumbnails: [],
  files: [],
  tags: [],
});

const bytesOf = async (source: OutputSource): Promise<Buffer> =>
  typeof source === 'string' ? await readFile(source) : Buffer.from(source);

/** What arrives at a server: dates are texts, what is undefined is not there. */
const asReceived = (content: MetadataContent): MetadataContent =>
  JSON.parse(JSON.stringify(content)) as MetadataContent;

/** Keeps outputs instead of sending them; refuses, as a server would, once the signal has aborted. */
export const memoryOutputs = (records: OutputRecords, signal: AbortSignal): Outputs => {
  const keep = async <D extends FileDetails>(
    list: (D & { readonly bytes: Buffer })[],
    source: OutputSource,
    details: D,
  ): Promise<string> => {
    signal.throwIfAborted();
    list.push({ ...details, bytes: await bytesOf(source) });
    return `${details.filename}#${list.length}`;
  };
  return {
    async metadata(content, context) {
      signal.throwIfAborted();
      records.metadata.push({ content: asReceived(content), context });
    },
    preview: (source, details) => keep(records.previews, source, details),
    thumbnail: (source, details) => keep(records.thumbnails, source, details),
    file: (source, details) => keep(records.files, source, details),
    async tags(tags) {
      signal.throwIfAborted();
      records.tags.push(...tags);
    },
  };
};
