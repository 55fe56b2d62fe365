import { openAsBlob } from 'node:fs';

/** What an output is made from: the path of a file, which is streamed and never held in memory, or the bytes. */
export type OutputSource = string | Uint8Array;

export const blobOf = async (source: OutputSource, contentType: string): Promise<Blob> =>
  typeof source === 'string'
    ? await openAsBlob(source, { type: contentType })
    : new Blob([new Uint8Array(source)], { type: contentType });
