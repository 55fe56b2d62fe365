import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { claimBlobs } from '../store/data/doomed-blobs.ts';
import {
  findPreviewOutput,
  insertPreview,
  type NewPreview,
  replacePreview,
} from '../store/data/new-previews.ts';
import { storableText } from '../store/storable.ts';
import { change, objectionToOutput } from './change.ts';
import { isKeyed, outlasts, outputOf, personBehind } from './output.ts';
import type { DataPorts, DataTransaction } from './ports.ts';
import type { PreviewKind } from './preview.ts';
import { previewMime } from './preview-mime.ts';
import { type Received, receiveFiles, type Upload } from './receive-files.ts';
import { FORBIDDEN, NO_FILES } from './refusals.ts';

export interface PreviewUpload extends Upload {
  readonly kind: PreviewKind;
  readonly caller: Caller;
}

interface Kept {
  readonly id: string;
}

const ONE_FILE = refuse('bad_request', 'Send one preview at a time.');

/** Takes a preview or thumbnail in; it belongs to no file until it is attached. */
export const storePreview = async (ports: DataPorts, upload: PreviewUpload): Promise<Kept | Refusal> => {
  const { caller, kind } = upload;
  if (!(await ports.may(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
  const objection = await objectionToOutput(ports, caller, `a ${kind}`);
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
  createdAt: Date,
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
    uploadedBy: personBehind(caller),
    output: outputOf(caller, outputKey),
    createdAt,
  };
};

const keep = async (trx: DataTransaction, preview: NewPreview): Promise<Kept> => {
  const { output } = preview;
  const stored = isKeyed(output) ? await findPreviewOutput(trx, output) : undefined;
  if (stored && output && outlasts(stored, output)) return { id: stored.id };
  await claimBlobs(trx, [preview.blobKey]);
  if (stored) await replacePreview(trx, stored.id, preview);
  else await insertPreview(trx, preview);
  return { id: stored?.id ?? preview.id };
};
