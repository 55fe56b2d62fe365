// Without the parts that need a worker or WebAssembly.
import { type Entry, type FileEntry, Reader, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { type ByteSource, bytesInMemory } from '../previewed.ts';
import { type ArchiveEntry, type Listing, mostBytesOf, type OpenedEntry } from './archive.ts';

/** The directory of an archive is read at once. This is room for some 100,000 entries. */
const MOST_READ_BYTES = 16_000_000;

/** The content of an archive by its directory, which stands at its end. */
export const listZip = async (source: ByteSource, signal: AbortSignal): Promise<Listing> => {
  const entries: ArchiveEntry[] = [];
  const ranges = new RangeReader(source, signal);
  const zip = new ZipReader(ranges, ANY_NAMES);
  try {
    for await (const entry of zip.getEntriesGenerator()) entries.push(entryOf(entry, ranges));
    return { entries, next: null, broken: null };
  } catch (error) {
    // What could not be read says nothing of the archive.
    if (ranges.failure !== null) throw ranges.failure;
    return { entries, next: null, broken: describeError(error) };
  }
};

/** A worker would need a hole in the page's policy; browsers unpack without one, and outside of the page's thread. */
const OPTIONS = { useWebWorkers: false } as const;

/** Names are shown as they are, and lead nowhere. */
const ANY_NAMES = { ...OPTIONS, filenameValidation: 'tolerant' } as const;

const describeError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads ranges for the library, under the signal of who asks at the moment. */
class RangeReader extends Reader<ByteSource> {
  readonly #source: ByteSource;
  signal: AbortSignal;
  /** Why a range could not be read. */
  failure: unknown = null;

  constructor(source: ByteSource, signal: AbortSignal) {
    super(source);
    this.#source = source;
    this.signal = signal;
    this.size = source.size;
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (length > MOST_READ_BYTES) throw new Error('Its directory is too large to be shown.');
    try {
      return await this.#source.read(offset, offset + length, this.signal);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

const entryOf = (entry: Entry, ranges: RangeReader): ArchiveEntry => {
  const modifiedAt = entry.lastModDate.getTime();
  return {
    path: entry.filename,
    size: entry.uncompressedSize,
    modifiedAt: Number.isNaN(modifiedAt) ? null : modifiedAt,
    isFolder: entry.directory,
    note: entry.encrypted ? 'encrypted' : null,
    open:
      entry.directory || entry.encrypted
        ? null
        : (signal) => {
            ranges.signal = signal;
            return unpack(entry, signal);
          },
  };
};

/** Unpacks an entry until the limit, whatever size the archive claims. */
const unpack = async (entry: FileEntry, signal: AbortSignal): Promise<OpenedEntry> => {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const most = mostBytesOf(entry.filename);
  const isFull = (): boolean => length > most;
  const enough = new AbortController();
  const writable = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (chunk) => {
      if (isFull()) return;
      chunks.push(chunk);
      length += chunk.length;
      if (isFull()) enough.abort();
    },
  });
  try {
    const until = AbortSignal.any([signal, enough.signal]);
    await entry.getData(writable, { ...OPTIONS, signal: until, checkSignature: true });
  } catch (error) {
    if (!isFull()) throw error;
  }
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { bytes: bytesInMemory(bytes.slice(0, most)), isCut: isFull() };
};
