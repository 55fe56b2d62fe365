import type { Instant } from '@pawprint/core';
import { v7 as uuidv7 } from 'uuid';
import { change, refuseLateOutput } from '../../access/change-as.ts';
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

interface Kept {
  readonly id: string;
}

const ONE_FILE = refuse('bad_request', 'Send one preview at a time.');

/** Takes a preview or thumbnail in; it belongs to no file until it is attached. */
export const storePreview = async (ports: DatasetPorts, upload: PreviewUpload): Promise<Kept | Refusal> => {
  const { caller, kind } = upload;
  if (!(await ports.hasRight(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
  const objection = await refuseLateOutput(ports, caller, `a ${kind}`);
  if (objection) return objection;
  return receiveFiles(ports, upload, async (received) => {
    const preview = newPreview(received, upload, ports.now());
    if ('refused' in preview) return preview;
    return change(ports, caller, `${kind} ${preview.title}`, (trx) => keep(trx, preview));
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

const keep = async (trx: DatabaseTransaction, preview: NewPreview): Promise<Kept> => {
  const { output } = preview;
  const stored = isKeyed(output) ? await findPreviewOutput(trx, output) : undefined;
  if (stored && output && isFromLaterAttempt(stored, output)) return { id: stored.id };
  await commitBlobs(trx, [preview.blobKey]);
  if (stored) await replacePreview(trx, stored.id, preview);
  else await insertPreview(trx, preview);
  return { id: stored?.id ?? preview.id };
};

/** What clients say who do not know. */
const NOTHING_SAID = new Set(['application/octet-stream', 'text/plain']);
const IS_MIME = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,100}$/;

/**
 * A preview is what its extractor says: no extension or signature tells a deep-zoom image from other XML. Files are
 * told by name and content alone, because people's browsers guess.
 */
export const previewMime = ({ effective }: Mime, declared: string): string => {
  const said = declared.toLowerCase();
  return IS_MIME.test(said) && !NOTHING_SAID.has(said) ? said : effective;
};
