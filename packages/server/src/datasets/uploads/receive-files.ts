import type { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import type { Mime, StoredBytes } from '../../model/file.ts';
import { DISK_FULL, FILE_TOO_LARGE, type Refusal, UPLOAD_INCOMPLETE } from '../../model/refusal.ts';
import { releaseBlobs, reserveBlob } from '../../store/datasets/blobs.ts';
import type { UnwrittenBlob } from '../blobs/blob-store.ts';
import { fileName } from '../files/file-name.ts';
import { sniffMime } from '../files/file-type.ts';
import type { DatasetPorts } from '../ports.ts';

/** A part of a form as it comes in; a file's bytes must be read before the next part. */
export type UploadPart =
  | {
      readonly kind: 'file';
      readonly name: string;
      /** What the client says it is. */
      readonly declaredMime: string;
      readonly bytes: Readable;
    }
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | { readonly kind: 'broken'; readonly refusal: Refusal };

export interface ReceivedFile extends StoredBytes {
  readonly name: string;
  readonly mime: Mime;
  readonly declaredMime: string;
}

export interface Received {
  readonly files: readonly ReceivedFile[];
  readonly fields: ReadonlyMap<string, string>;
}

export interface Upload {
  readonly parts: AsyncIterable<UploadPart>;
  readonly signal: AbortSignal;
  /** How an extractor names what it sends. It may take the place of what it sent before, whose blob then goes. */
  readonly outputKey: string | null;
}

type ReceivePorts = Pick<DatasetPorts, 'db' | 'blobs' | 'now' | 'maxFileBytes' | 'wakeBlobSweeper'>;

/** Longer than any upload takes; what a crash leaves behind is swept after it. */
const CLAIM_WITHIN_MS = 24 * 60 * 60 * 1000;

const REFUSAL_OF: Readonly<Record<UnwrittenBlob['unwritten'], Refusal>> = {
  too_large: FILE_TOO_LARGE,
  disk_full: DISK_FULL,
  aborted: UPLOAD_INCOMPLETE,
  source_failed: UPLOAD_INCOMPLETE,
};

/**
 * Takes in a whole form and hands it to `keep`, which stores the rows and claims the blobs in its transaction. Blobs
 * that are unclaimed in the end (a part refused, the client gone, the transaction undone) are doomed at once.
 */
export const receiveFiles = async <Kept>(
  ports: ReceivePorts,
  upload: Upload,
  keep: (received: Received) => Promise<Kept | Refusal>,
): Promise<Kept | Refusal> => {
  const blobKeys: string[] = [];
  try {
    const received = await receiveParts(ports, upload, blobKeys);
    return 'refused' in received ? received : await keep(received);
  } finally {
    const abandoned = await releaseBlobs(ports.db, blobKeys);
    if (abandoned > 0 || upload.outputKey !== null) ports.wakeBlobSweeper();
  }
};

const receiveParts = async (
  ports: ReceivePorts,
  { parts, signal }: Upload,
  blobKeys: string[],
): Promise<Received | Refusal> => {
  const files: ReceivedFile[] = [];
  const fields = new Map<string, string>();
  for await (const part of parts) {
    if (part.kind === 'broken') return part.refusal;
    if (part.kind === 'field') fields.set(part.name, part.value);
    else {
      const file = await receiveFile(ports, part, signal, blobKeys);
      if ('refused' in file) return file;
      if (!isUnchosen(part.name, file)) files.push(file);
    }
  }
  return { files, fields };
};

/** A browser sends this for a file field in which no file was chosen. */
const isUnchosen = (givenName: string, { sizeBytes }: ReceivedFile): boolean =>
  givenName === '' && sizeBytes === 0;

const receiveFile = async (
  { db, blobs, now, maxFileBytes }: ReceivePorts,
  part: Extract<UploadPart, { kind: 'file' }>,
  signal: AbortSignal,
  blobKeys: string[],
): Promise<ReceivedFile | Refusal> => {
  const blobKey = uuidv7();
  await reserveBlob(db, blobKey, now() + CLAIM_WITHIN_MS);
  blobKeys.push(blobKey);
  const blob = await blobs.write(blobKey, part.bytes, { signal, limitBytes: maxFileBytes });
  if ('unwritten' in blob) return REFUSAL_OF[blob.unwritten];
  const name = fileName(part.name);
  const { sizeBytes, sha256 } = blob;
  const mime = await sniffMime(name, blob.head);
  return { blobKey, sizeBytes, sha256, name, mime, declaredMime: part.declaredMime };
};
