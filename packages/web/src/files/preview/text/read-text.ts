import type { ByteSource } from '../previewed.ts';
import { decode, type Encoding, sniffEncoding, wholeLines } from './encoding.ts';

export interface ReadText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly isWhole: boolean;
}

/** The text of a file; of a larger one the whole lines among its first bytes. Null if it is no text. */
export const readText = async (
  source: ByteSource,
  mostBytes: number,
  signal?: AbortSignal,
): Promise<ReadText | null> => {
  const bytes = await source.read(0, mostBytes, signal);
  const isWhole = bytes.length >= source.size;
  const encoding = sniffEncoding(bytes, isWhole);
  if (encoding === null) return null;
  const length = isWhole ? bytes.length : wholeLines(bytes, encoding);
  return { text: decode(bytes.subarray(0, length), encoding), encoding, isWhole };
};
