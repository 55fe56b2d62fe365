import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';
import { lookup } from 'mime-types';
import type { Mime } from '../../model/file.ts';

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

interface MimeEvidence {
  /** By the extension; null where it says nothing. */
  readonly byName: string | null;
  /** By a signature in the first bytes; null where there is none. */
  readonly bySignature: string | null;
  /** The first bytes are there and are readable UTF-8. */
  readonly readable: boolean;
  /** Whether files of a type are known by their signature, so that its absence says something too. */
  readonly hasSignature: (mime: string) => boolean;
}

const UNKNOWN = 'application/octet-stream';

/** Types whose signature is readable text itself. Others, such as the `BM` of a bitmap, in a text are a coincidence. */
const READABLE = /^text\/|xml$|\/(pdf|postscript|eps|rtf|pgp-encrypted|x-ms-regedit|stl)$/;

/** What may be inside a type that only says how it is packed: there the name knows more than the signature. */
const PACKED: Readonly<Record<string, RegExp>> = {
  'application/zip': /^application\/(vnd\.|x-|java-|epub\+zip)|^model\//,
  'application/gzip': /^application\/(vnd\.|x-)|\+xml$/,
  'application/x-cfb': /^application\/(vnd\.|x-|msword)/,
  'application/xml': /xml|html/,
  'image/tiff': /^image\/(x-|tiff)/,
};

/**
 * What a file is: its content where that is specific, else its name. A text is what its name says, unless the name
 * claims a format that text cannot be (a TypeScript source called `.ts` is no MPEG transport stream).
 */
export const decideMime = (evidence: MimeEvidence): Mime => {
  const { byName } = evidence;
  const byContent = contentType(evidence);
  return { effective: effective(evidence, byContent), byName, byContent };
};

const contentType = ({ bySignature, readable }: MimeEvidence): string | null => {
  if (bySignature && (!readable || READABLE.test(bySignature))) return bySignature;
  return readable ? 'text/plain' : null;
};

const effective = ({ byName, readable, hasSignature }: MimeEvidence, byContent: string | null): string => {
  if (!byName || !byContent) return byName ?? byContent ?? UNKNOWN;
  if (PACKED[byContent]?.test(byName)) return byName;
  if (byContent === 'text/plain') return hasSignature(byName) && !READABLE.test(byName) ? byContent : byName;
  return readable && byName.startsWith('text/') && !isDocument(byContent) ? byName : byContent;
};

/** Readable types that no one writes by chance at the start of a text. */
const isDocument = (mime: string): boolean => /\/(pdf|postscript|eps|rtf|pgp-encrypted)$/.test(mime);
