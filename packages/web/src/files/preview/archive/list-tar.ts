import { type ByteSource, bytesInMemory } from '../previewed.ts';
import { type ArchiveEntry, type Listing, mostBytesOf, type OpenedEntry } from './archive.ts';
import { BLOCK, parseTarFields, parseTarHeader, type TarHeader } from './tar-headers.ts';

/** A list asks for no more at once: an archive can be one of a million empty files. */
const MOST_ENTRIES = 1000;
const MOST_READS = 200;
/** Headers of small files stand near each other. */
const READ_BYTES = 65_536;
/** Of a name, or of fields, that stand before a header. */
const MOST_EXTRA_BYTES = 65_536;

/** Walks from header to header, from an offset that is 0 or the `next` of another listing. */
export const listTar = async (source: ByteSource, from: number, signal: AbortSignal): Promise<Listing> => {
  const reader = windowOn(source, signal);
  const entries: ArchiveEntry[] = [];
  let extra: Extra = {};
  let at = from;
  /** Where the first part of an entry is: a listing must not end between a long name and its header. */
  let begin = from;
  while (at + BLOCK <= source.size) {
    if (entries.length >= MOST_ENTRIES || reader.reads() >= MOST_READS)
      return { entries, next: begin, broken: null };
    const header = parseTarHeader(await reader.read(at, at + BLOCK));
    if (header === 'end') return { entries, next: null, broken: null };
    if (header === 'broken') return { entries, next: null, broken: `There is no header at byte ${at}.` };
    const size = extra.size ?? header.size;
    const content = at + BLOCK;
    if (content + size > source.size)
      return { entries, next: null, broken: `It ends within “${extra.path ?? header.path}”.` };
    at = content + Math.ceil(size / BLOCK) * BLOCK;
    if (isExtra(header)) {
      if (size > MOST_EXTRA_BYTES)
        return { entries, next: null, broken: 'The name of an entry is too long.' };
      extra = { ...extra, ...extraOf(header, await reader.read(content, content + size)) };
      continue;
    }
    if (header.type !== 'other') entries.push(entryOf(source, { ...header, ...extra, size }, content));
    extra = {};
    begin = at;
  }
  const isWhole = source.size > 0 && at >= source.size;
  return { entries, next: null, broken: isWhole ? null : 'It ends within a header.' };
};

/** What stands before a header because the header has no room for it. */
interface Extra {
  readonly path?: string;
  readonly size?: number;
}

const isExtra = ({ type }: TarHeader): boolean => type === 'long name' || type === 'extended';

const extraOf = ({ type }: TarHeader, content: Uint8Array): Extra => {
  if (type === 'long name') return { path: new TextDecoder().decode(content).replace(/\0[^]*$/, '') };
  const fields = parseTarFields(content);
  const path = fields.get('path');
  const size = Number(fields.get('size') ?? Number.NaN);
  return { ...(path !== undefined && { path }), ...(Number.isSafeInteger(size) && size >= 0 && { size }) };
};

const entryOf = (source: ByteSource, header: TarHeader, content: number): ArchiveEntry => ({
  path: header.path,
  size: header.size,
  modifiedAt: header.modifiedAt,
  isFolder: header.type === 'folder',
  note: header.type === 'link' ? 'link' : null,
  open:
    header.type === 'file'
      ? async (signal): Promise<OpenedEntry> => {
          const most = mostBytesOf(header.path);
          const end = content + Math.min(header.size, most);
          const bytes = bytesInMemory(await source.read(content, end, signal));
          return { bytes, isCut: header.size > most };
        }
      : null,
});

/** Reads more than it is asked for, and answers from that what follows. */
const windowOn = (source: ByteSource, signal: AbortSignal) => {
  let start = 0;
  let bytes = new Uint8Array();
  let reads = 0;
  return {
    reads: () => reads,
    read: async (from: number, to: number): Promise<Uint8Array> => {
      if (from < start || to > start + bytes.length) {
        reads += 1;
        start = from;
        bytes = await source.read(from, Math.min(source.size, Math.max(to, from + READ_BYTES)), signal);
      }
      return bytes.subarray(from - start, to - start);
    },
  };
};
