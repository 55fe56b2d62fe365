export const DATASET_OPERATIONS = ['file.added', 'files.added', 'file.removed'] as const;
export type DatasetOperation = (typeof DATASET_OPERATIONS)[number];

export const METADATA_OPERATIONS = [
  'added.file',
  'added.dataset',
  'removed.file',
  'removed.dataset',
] as const;
export type MetadataOperation = (typeof METADATA_OPERATIONS)[number];

/** The extractor whose work it is, or null where a person did it. */
interface Made {
  readonly writtenBy: string | null;
}

/** What happened to the data, as far as triggers ask. */
export type TriggerEvent = Made &
  (
    | { readonly subject: 'file'; readonly mimeType: string }
    | { readonly subject: 'dataset'; readonly operation: DatasetOperation }
    | { readonly subject: 'metadata'; readonly operation: MetadataOperation }
  );
