import type { StoredBytes } from '../../data/file.ts';
import type { KeyedOutput, Output } from '../../data/output.ts';
import type { DataTransaction } from '../../data/ports.ts';
import type { PreviewKind } from '../../data/preview.ts';
import { existingUser } from './existing-user.ts';

export interface NewPreview extends StoredBytes {
  readonly id: string;
  readonly kind: PreviewKind;
  readonly title: string;
  readonly mime: string;
  readonly extractor: string | null;
  readonly uploadedBy: string | null;
  readonly output: Output | null;
  readonly createdAt: Date;
}

const contentColumns = (preview: NewPreview) => ({
  kind: preview.kind,
  title: preview.title,
  mime: preview.mime,
  size_bytes: preview.sizeBytes,
  sha256: preview.sha256,
  blob_key: preview.blobKey,
  attempt: preview.output?.attempt ?? null,
  created_at: preview.createdAt,
});

export const insertPreview = async (trx: DataTransaction, preview: NewPreview): Promise<void> => {
  await trx
    .insertInto('previews')
    .values({
      ...contentColumns(preview),
      id: preview.id,
      extractor: preview.extractor,
      uploaded_by: existingUser(preview.uploadedBy),
      job_id: preview.output?.jobId ?? null,
      output_key: preview.output?.key ?? null,
    })
    .execute();
};

/** A later attempt's bytes in place of an earlier one's. It keeps its id, and stays attached where it was. */
export const replacePreview = async (
  trx: DataTransaction,
  id: string,
  preview: NewPreview,
): Promise<void> => {
  await trx.updateTable('previews').set(contentColumns(preview)).where('id', '=', id).execute();
};

/** The preview or thumbnail that this output of this job has become. */
export const findPreviewOutput = (trx: DataTransaction, { jobId, key }: KeyedOutput) =>
  trx
    .selectFrom('previews')
    .select(['id', 'attempt'])
    .where('job_id', '=', jobId)
    .where('output_key', '=', key)
    .executeTakeFirst();
