import type { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import type { Mime, StoredBytes } from '../../model/file.ts';
import { DISK_FULL, FILE_TOO_LARGE, type Refusal, UPLOAD_INCOMPLETE } from '../../model/refusal.ts';
import { RESERVATION_MS, releaseBlobs, reserveBlob } from '../../store/datasets/blobs.ts';
import type { UnwrittenBlob } from '../blobs/blob-store.ts';
import { fileName } from '../files/file-name.ts';
import { sniffMime } from '../files/file-type.ts';
import type { DatasetPorts } from '../ports.ts';

/** A part of a form. The bytes of a file must be read before the next part comes. */
export type UploadPart =
  | {
      readonly kind: 'file';
      readonly name: string;
      /** The type that the client declares. */
      readonly declaredMime: string;
      readonly bytes: Readable;
    }
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | { readonly kind: 'broken'; readonly refusal: Refusal };

export interface Upload {
  readonly parts: AsyncIterable<UploadPart>;
  readonly signal: AbortSignal;
  /** Names an output within its job: the upload replaces what the job sent under the same key before. */
  readonly outputKey: string | null;
}

export interface Received {
  readonly files: readonly ReceivedFile[];
  readonly fields: ReadonlyMap<string, string>;
}

export interface ReceivedFile extends StoredBytes {
  readonly name: string;
  readonly mime: Mime;
  readonly declaredMime: string;
}

type ReceivePorts = Pick<DatasetPorts, 'db' | 'blobs' | 'now' | 'maxFileBytes' | 'wakeBlobSweeper'>;

/**
 * Receives a whole form, then calls `store`, which stores the rows and commits the blobs in one transaction. Blobs that
 * are not committed (a part was refused, the client disconnected, the transaction was rolled back) are swept at once.
 */
export const receiveFiles = async <Stored>(
  ports: ReceivePorts,
  upload: Upload,
  store: (received: Received) => Promise<Stored | Refusal>,
): Promise<Stored | Refusal> => {
  const blobKeys: string[] = [];
  try {
    const received = await receiveParts(ports, upload, blobKeys);
    return 'refused' in received ? received : await store(received);
  } finally {
    const released = await releaseBlobs(ports.db, blobKeys);
    // With an output key the upload may have replaced an output, whose blob is then due too.
    if (released > 0 || upload.outputKey !== null) ports.wakeBlobSweeper();
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
      if (!isEmptyField(part.name, file)) files.push(file);
    }
  }
  return { files, fields };
};

/** A browser sends a nameless, empty file for a file field in which no file was chosen. */
const isEmptyField = (partName: string, { sizeBytes }: ReceivedFile): boolean =>
  partName === '' && sizeBytes === 0;

const receiveFile = async (
  { db, blobs, now, maxFileBytes }: ReceivePorts,
  part: Extract<UploadPart, { kind: 'file' }>,
  signal: AbortSignal,
  blobKeys: string[],
): Promise<ReceivedFile | Refusal> => {
  const blobKey = uuidv7();
  await reserveBlob(db, blobKey, now() + RESERVATION_MS);
  blobKeys.push(blobKey);
  const blob = await blobs.write(blobKey, part.bytes, { signal, limitBytes: maxFileBytes });
  if ('unwritten' in blob) return REFUSALS[blob.unwritten];
  const name = fileName(part.name);
  const { sizeBytes, sha256 } = blob;
  const mime = await sniffMime(name, blob.head);
  return { blobKey, sizeBytes, sha256, name, mime, declaredMime: part.declaredMime };
};

const REFUSALS: Readonly<Record<UnwrittenBlob['unwritten'], Refusal>> = {
  too_large: FILE_TOO_LARGE,
  disk_full: DISK_FULL,
  aborted: UPLOAD_INCOMPLETE,
  source_failed: UPLOAD_INCOMPLETE,
};
