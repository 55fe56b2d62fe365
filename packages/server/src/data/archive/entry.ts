import type { StoredBytes } from '../file.ts';

/** A file in an archive: bytes that are kept somewhere, or a text that is made for it. */
export type ArchiveEntry = {
  /** With `/` between folders. */
  readonly name: string;
  readonly modifiedAt: Date;
} & (Pick<StoredBytes, 'blobKey' | 'sizeBytes'> | { readonly text: string });
