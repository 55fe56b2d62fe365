export interface Mime {
  readonly effective: string;
  readonly byName: string | null;
  readonly byContent: string | null;
}

export interface MimeEvidence {
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
