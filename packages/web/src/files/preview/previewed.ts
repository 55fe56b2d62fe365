import type { FileInfo, Preview } from '@pawprint/protocol';
import { client } from '../../api/client.ts';

/** Bytes that are read by ranges, so that a preview costs what it shows, however large the file is. */
export interface ByteSource {
  readonly size: number;
  /** @param end of the byte after the last; beyond the size, the bytes until the end are read */
  readonly read: (start: number, end: number, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;
}

/** What a preview shows: a file, an output of an extractor, or an entry of an archive. */
export interface Previewed {
  /** Names it among all that is cached. */
  readonly key: string;
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: ByteSource;
  /** Where a browser shows it by itself; null for what has no address, such as an entry of an archive. */
  readonly url: string | null;
}

export const previewedFile = (file: FileInfo): Previewed =>
  previewedDownload('downloadFile', file.id, {
    name: file.filename,
    mimeType: file['content-type'],
    size: file.size_bytes,
  });

export const previewedOutput = (preview: Preview): Previewed =>
  previewedDownload('downloadPreview', preview.id, {
    name: preview.title || 'Preview',
    mimeType: preview.contentType,
    size: preview.size_bytes,
  });

interface Download {
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
}

const previewedDownload = (
  route: 'downloadFile' | 'downloadPreview',
  id: string,
  { name, mimeType, size }: Download,
): Previewed => ({
  key: `${route} ${id}`,
  name,
  mimeType: bareType(mimeType),
  url: client.url(route, { params: { id }, query: { disposition: 'inline' } }),
  bytes: {
    size,
    read: async (start, end, signal) => {
      const last = Math.min(end, size) - 1;
      // A server refuses a range of nothing.
      if (last < start) return new Uint8Array();
      const headers = { range: `bytes=${start}-${last}` };
      const response = await client.fetch(route, { params: { id }, headers, ...(signal && { signal }) });
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.length !== last - start + 1)
        throw new Error('The server sent fewer bytes than the file has.');
      return bytes;
    },
  },
});

/** Without parameters, such as a charset. */
const bareType = (mimeType: string): string => mimeType.split(';')[0]?.trim().toLowerCase() ?? '';

/** What is in memory already. */
export const bytesInMemory = (bytes: Uint8Array<ArrayBuffer>): ByteSource => ({
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
});
