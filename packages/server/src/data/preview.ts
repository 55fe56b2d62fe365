import type { StoredBytes } from './file.ts';

/** A file has any number of previews and at most one thumbnail. */
export type PreviewKind = 'preview' | 'thumbnail';

export interface Preview extends StoredBytes {
  readonly id: string;
  readonly kind: PreviewKind;
  /** Uploaded first and attached second: null in between. */
  readonly attachedTo: { readonly fileId: string; readonly datasetId: string } | null;
  readonly title: string;
  readonly mime: string;
  readonly extractor: string | null;
  readonly uploadedBy: string | null;
  readonly jobId: string | null;
  readonly createdAt: Date;
}
