import type { Caller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { holdFile } from '../store/data/files.ts';
import { attachPreview as attachRow, findPreview, removeThumbnail } from '../store/data/previews.ts';
import { change } from './change.ts';
import { extractorName } from './metadata-agent.ts';
import type { DataPorts, DataTransaction } from './ports.ts';
import type { Preview, PreviewKind } from './preview.ts';
import { isUploaderOf, reachFile } from './reach.ts';
import { FILE_NOT_FOUND, PREVIEW_NOT_FOUND } from './refusals.ts';

export interface Attachment {
  readonly caller: Caller;
  readonly kind: PreviewKind;
  readonly previewId: string;
  readonly fileId: string;
  /** For whom the caller speaks; not read from a job, which speaks for itself. */
  readonly extractorId?: string | undefined;
}

interface Done {
  readonly done: true;
}

const ATTACHED_ELSEWHERE = refuse('conflict', 'It is attached to another file already.');

/** Only who uploaded a preview can attach it, and again to the same file as often as they like. */
export const attachPreview = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'admitOutput' | 'wakeBlobSweeper'>,
  attachment: Attachment,
): Promise<Done | Refusal> => {
  const { caller, kind, fileId, previewId } = attachment;
  const file = await reachFile(ports, caller, 'change', fileId);
  if ('refused' in file) return file;
  const preview = await findPreview(ports.db, previewId);
  if (!preview || preview.kind !== kind || !isUploaderOf(preview, caller)) return PREVIEW_NOT_FOUND;
  if (preview.attachedTo && preview.attachedTo.fileId !== file.id) return ATTACHED_ELSEWHERE;
  const done = await change(ports, caller, `${kind} on ${file.name}`, (trx) =>
    attach(trx, preview, file.id, extractorName(attachment.extractorId ?? '') ?? null),
  );
  ports.wakeBlobSweeper();
  return done;
};

const attach = async (
  trx: DataTransaction,
  { id, kind }: Preview,
  fileId: string,
  extractor: string | null,
): Promise<Done | Refusal> => {
  if (!(await holdFile(trx, fileId, kind === 'thumbnail'))) return FILE_NOT_FOUND;
  if (kind === 'thumbnail') await removeThumbnail(trx, fileId, id);
  if (await attachRow(trx, id, fileId, extractor)) return { done: true };
  throw new Error(`${kind} ${id} went away, or to another file, while it was being attached`);
};
