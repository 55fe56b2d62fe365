import type { JobMessage } from '@pawprint/protocol';

/** What a handler is asked to work on. */
export interface Job {
  /** The job's id, the same in every attempt at it. */
  readonly id: string;
  /** Which try this is: 1, 2, 3 … */
  readonly attempt: number;
  /** The file or dataset the job is about. */
  readonly resource: { readonly type: 'file' | 'dataset'; readonly id: string; readonly name: string };
  /** The dataset of that file, or the dataset itself; null where there is none. */
  readonly datasetId: string | null;
  /** The file's name as its owner gave it (never use it as a path: see `ctx.input.file`); null for a dataset. */
  readonly filename: string | null;
  /** The file's MIME type as the server sees it, e.g. `text/csv`; null where unknown. */
  readonly mimeType: string | null;
  /** The file's size in bytes; null for a dataset, and where nobody looked. */
  readonly sizeBytes: number | null;
  /** What the person who submitted the job chose; `{}` when nobody chose anything. Not checked: parse it. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Why it was submitted: `upload`, `dataset`, `metadata`, `manual` or (by HTTP) `resubmit`. */
  readonly trigger: string;
}

export const jobOf = (message: JobMessage): Job => ({
  id: message.job_id,
  attempt: message.attempt,
  resource: message.resource,
  datasetId: message.datasetId || null,
  filename: message.filename,
  mimeType: message.mime_type,
  sizeBytes: message.size_bytes,
  parameters: message.parameters,
  trigger: message.trigger,
});
