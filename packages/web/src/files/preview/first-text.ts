import { client } from '../../api/client.ts';

const FIRST_BYTES = 65_536;

export type FirstText =
  | { readonly kind: 'text'; readonly text: string; readonly whole: boolean }
  | { readonly kind: 'binary' };

/** The first 64 kB of a file as text. */
export const fetchFirstText = async (id: string, size: number, signal: AbortSignal): Promise<FirstText> => {
  // The server refuses a range of an empty file.
  if (size === 0) return { kind: 'text', text: '', whole: true };
  const range = `bytes=0-${FIRST_BYTES - 1}`;
  const response = await client.fetch('downloadFile', { params: { id }, headers: { range }, signal });
  return decodeFirst(new Uint8Array(await response.arrayBuffer()), size);
};

/** Decodes the first bytes of a file. A letter cut in two at their end is left out; a NUL byte means that the file is binary. */
export const decodeFirst = (bytes: Uint8Array, sizeOfFile: number): FirstText => {
  const whole = bytes.length >= sizeOfFile;
  const text = new TextDecoder().decode(bytes, { stream: !whole });
  return text.includes('\0') ? { kind: 'binary' } : { kind: 'text', text, whole };
};
