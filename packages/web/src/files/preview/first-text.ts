import { client } from '../../api/client.ts';

export const FIRST_BYTES = 65_536;

export type FirstText =
  | { readonly is: 'text'; readonly text: string; readonly whole: boolean }
  | { readonly is: 'binary' };

/** The beginning of a file as text. A letter that is cut in two at the end is left out; a NUL says it is no text. */
export const decodeFirst = (bytes: Uint8Array, sizeOfFile: number): FirstText => {
  const whole = bytes.length >= sizeOfFile;
  const text = new TextDecoder().decode(bytes, { stream: !whole });
  return text.includes('\0') ? { is: 'binary' } : { is: 'text', text, whole };
};

export const fetchFirstText = async (id: string, size: number, signal: AbortSignal): Promise<FirstText> => {
  // An empty file has no first byte to ask for.
  if (size === 0) return { is: 'text', text: '', whole: true };
  const range = `bytes=0-${FIRST_BYTES - 1}`;
  const response = await client.fetch('downloadFile', { params: { id }, headers: { range }, signal });
  return decodeFirst(new Uint8Array(await response.arrayBuffer()), size);
};
