import type { Instant } from '@pawprint/core';
import { v7 as uuidv7 } from 'uuid';
import { change, refuseLateOutput } from '../../access/change.ts';
import { type Caller, responsibleUser } from '../../model/caller.ts';
import type { Mime } from '../../model/file.ts';
import { isFromLaterAttempt, isKeyed, outputOf } from '../../model/output.ts';
import type { PreviewKind } from '../../model/preview.ts';
import { FORBIDDEN, NO_FILES, type Refusal, refuse } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { commitBlobs } from '../../store/datasets/blobs.ts';
import {
  findPreviewOutput,
  insertPreview,
  type NewPreview,
  replacePreview,
} from '../../store/datasets/previews.ts';
import type { DatasetPorts } from '../ports.ts';
import { type Received, receiveFiles, type Upload } from '../uploads/receive-files.ts';

interface PreviewUpload extends Upload {
  readonly kind: PreviewKind;
  readonly caller: Caller;
}

interface StoredPreview {
  readonly id: string;
}

/** Stores an uploaded preview or thumbnail. It is attached to nothing yet. */
export const storePreview = async (
  ports: DatasetPorts,
  upload: PreviewUpload,
): Promise<StoredPreview | Refusal> => {
  const { caller, kind } = upload;
  if (!(await ports.hasRight(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
  const refusal = await refuseLateOutput(ports, caller, `a ${kind}`);
  if (refusal) return refusal;
  return receiveFiles(ports, upload, async (received) => {
    const preview = newPreview(received, upload, ports.now());
    if ('refused' in preview) return preview;
    return change(ports, caller, `${kind} ${preview.title}`, (trx, by) =>
      storeOutput(trx, { ...preview, output: outputOf(by, upload.outputKey) }),
    );
  });
};

const newPreview = (
  { files: [file, ...others], fields }: Received,
  { kind, caller, outputKey }: PreviewUpload,
  createdAt: Instant,
): NewPreview | Refusal => {
  if (!file) return NO_FILES;
  if (others.length > 0) return ONE_FILE;
  const { blobKey, sizeBytes, sha256 } = file;
  return {
    id: uuidv7(),
    kind,
    title: storableText(fields.get('title') ?? file.name),
    mime: previewMime(file.mime, file.declaredMime),
    blobKey,
    sizeBytes,
    sha256,
    extractor: caller.kind === 'job' ? caller.extractor : null,
    uploadedBy: responsibleUser(caller),
    output: outputOf(caller, outputKey),
    createdAt,
  };
};

const ONE_FILE = refuse('bad_request', 'Send one preview at a time.');

const storeOutput = async (trx: DatabaseTransaction, preview: NewPreview): Promise<StoredPreview> => {
  const { output } = preview;
  const stored = isKeyed(output) ? await findPreviewOutput(trx, output) : undefined;
  if (stored && output && isFromLaterAttempt(stored, output)) return { id: stored.id };
  await commitBlobs(trx, [preview.blobKey]);
  if (stored) await replacePreview(trx, stored.id, preview);
  else await insertPreview(trx, preview);
  return { id: stored?.id ?? preview.id };
};

/**
 * The declared type of a preview counts, since a deep-zoom image has neither an extension nor a signature of its own: it is
 * XML. For files only name and content count, since browsers guess the type that they declare.
 */
export const previewMime = ({ effective }: Mime, declared: string): string => {
  const mime = declared.toLowerCase();
  return IS_MIME.test(mime) && !UNSPECIFIC.has(mime) ? mime : effective;
};

/** Types that clients send if they do not know the type. */
const UNSPECIFIC = new Set(['application/octet-stream', 'text/plain']);
const IS_MIME = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,100}$/;
