import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';
import { lookup } from 'mime-types';
import { decideMime, type Mime } from './mime.ts';

/** Tells a file's type by its name and its first bytes (at most `HEAD_BYTES` of them are looked at). */
export const sniffMime = async (name: string, head: Uint8Array): Promise<Mime> => {
  const signature = await fileTypeFromBuffer(head);
  return decideMime({
    byName: lookup(name) || null,
    bySignature: signature ? withoutParameters(signature.mime) : null,
    readable: isReadable(head),
    hasSignature: (mime) => supportedMimeTypes.has(mime),
  });
};

const withoutParameters = (mime: string): string => (mime.split(';')[0] ?? mime).toLowerCase();

/** Control characters, but for those that texts have: tab, line and form feed, carriage return, escape (in logs). */
// oxlint-disable-next-line no-control-regex
const UNREADABLE = /[^\P{Cc}\t\n\f\r\u001b\u0080-\u009f]/u;

const isReadable = (head: Uint8Array): boolean => {
  if (head.length === 0) return false;
  try {
    // `stream` forgives a character that the end of the head has cut in two.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return !UNREADABLE.test(text);
  } catch {
    return false;
  }
};
