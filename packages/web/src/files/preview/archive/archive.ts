import type { ByteSource } from '../previewed.ts';
import { isShownWhole, typeByName } from './type-by-name.ts';

export interface ArchiveEntry {
  readonly path: string;
  /** Unpacked, in bytes, as the archive says it. */
  readonly size: number;
  /** In ms. */
  readonly modifiedAt: number | null;
  readonly isFolder: boolean;
  /** Reads the beginning of the entry, and nothing else of the archive. Null for what has no bytes to show. */
  readonly open: ((signal: AbortSignal) => Promise<OpenedEntry>) | null;
  /** What is unusual: "encrypted". */
  readonly note: string | null;
}

export interface OpenedEntry {
  readonly bytes: ByteSource;
  /** Only the beginning was read. */
  readonly isCut: boolean;
}

/** A part of the list of an archive. */
export interface Listing {
  readonly entries: readonly ArchiveEntry[];
  /** Where the list goes on; null at its end. */
  readonly next: number | null;
  /** Why it does not go on, where the archive is broken. */
  readonly broken: string | null;
}

const MOST_BYTES = 1_000_000;
const MOST_WHOLE_BYTES = 20_000_000;

/** What is read of an entry. A larger one may be made to fill the memory. */
export const mostBytesOf = (path: string): number =>
  isShownWhole(typeByName(path)) ? MOST_WHOLE_BYTES : MOST_BYTES;
