import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';
import { lookup } from 'mime-types';
import type { Mime } from '../../model/file.ts';

/** Recognises a file's type by its name and its first bytes, of which it needs at most `HEAD_BYTES`. */
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

const isReadable = (head: Uint8Array): boolean => {
  if (head.length === 0) return false;
  try {
    // `stream` allows that the end of the head cuts a character in two.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return !UNREADABLE.test(text);
  } catch {
    return false;
  }
};

/** Control characters except those in texts: tab, line and form feed, carriage return, escape (in logs). */
// oxlint-disable-next-line no-control-regex
const UNREADABLE = /[^\P{Cc}\t\n\f\r\u001b\u0080-\u009f]/u;

interface MimeEvidence {
  /** By the extension; null if there is none, or it is unknown. */
  readonly byName: string | null;
  /** By a signature in the first bytes; null if there is none. */
  readonly bySignature: string | null;
  /** Whether there are first bytes, and they are readable UTF-8. */
  readonly readable: boolean;
  /** Whether files of a type always have a signature, so that one without it is of another type. */
  readonly hasSignature: (mime: string) => boolean;
}

/**
 * The type by content if that is specific, else by name. A text has the type of its name, unless that is a format that
 * text cannot be (a TypeScript source with the extension `.ts` is no MPEG transport stream).
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

/** Readable types with which no text begins by chance. */
const isDocument = (mime: string): boolean => /\/(pdf|postscript|eps|rtf|pgp-encrypted)$/.test(mime);

const UNKNOWN = 'application/octet-stream';

/** Types whose signature is readable text. A text can begin with other signatures, such as the `BM` of a bitmap, by chance. */
const READABLE = /^text\/|xml$|\/(pdf|postscript|eps|rtf|pgp-encrypted|x-ms-regedit|stl)$/;

/** Container types, and the types that are packed in them: for these the name is more specific than the signature. */
const PACKED: Readonly<Record<string, RegExp>> = {
  'application/zip': /^application\/(vnd\.|x-|java-|epub\+zip)|^model\//,
  'application/gzip': /^application\/(vnd\.|x-)|\+xml$/,
  'application/x-cfb': /^application\/(vnd\.|x-|msword)/,
  'application/xml': /xml|html/,
  'image/tiff': /^image\/(x-|tiff)/,
};
