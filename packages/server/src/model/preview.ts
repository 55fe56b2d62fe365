import type { Instant } from '@pawprint/core';
import type { StoredBytes } from './file.ts';

/** A file has any number of previews and at most one thumbnail; sections and collections have previews only. */
export type PreviewKind = 'preview' | 'thumbnail';

/** What a preview is attached to. Whoever has a right to that has it to the preview. */
export type PreviewPlace =
  | { readonly type: 'file'; readonly id: string; readonly datasetId: string }
  | { readonly type: 'section'; readonly id: string; readonly datasetId: string }
  | { readonly type: 'collection'; readonly id: string };

export interface Preview extends StoredBytes {
  readonly id: string;
  readonly kind: PreviewKind;
  /** Null between the upload and the attachment. */
  readonly attachedTo: PreviewPlace | null;
  readonly title: string;
  readonly mime: string;
  readonly extractor: string | null;
  readonly uploadedBy: string | null;
  readonly jobId: string | null;
  readonly createdAt: Instant;
}
