import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { UploadPart } from '../../datasets/uploads/receive-files.ts';
import { type Refusal, refuse, UPLOAD_INCOMPLETE } from '../../model/refusal.ts';

/** A multipart body, part by part as it arrives. An error in it is yielded as its last part. */
export async function* uploadParts(request: FastifyRequest): AsyncGenerator<UploadPart> {
  try {
    for await (const part of request.parts(OPTIONS)) yield uploadPart(part);
  } catch (error) {
    yield { kind: 'broken', refusal: refusalOf(error) };
  } finally {
    // Read and drop the rest of a refused upload: many clients read the answer only once they have sent everything.
    request.raw.unpipe();
    request.raw.resume();
  }
}

const OPTIONS = {
  // File sizes are limited where files are written. The other limits stop forms that would exhaust memory.
  limits: {
    fileSize: Number.POSITIVE_INFINITY,
    files: 1000,
    fields: 50,
    fieldSize: 64 * 1024,
    parts: 1050,
  },
  // `file-name.ts` removes paths.
  preservePath: true,
};

const uploadPart = (part: Multipart): UploadPart =>
  part.type === 'file'
    ? { kind: 'file', name: unescaped(part.filename ?? ''), declaredMime: part.mimetype, bytes: part.file }
    : { kind: 'field', name: part.fieldname, value: String(part.value) };

/**
 * Browsers, curl and urllib3 write a quote in the name of a file as `%22`, and an end of line as `%0D` and `%0A`; they leave
 * every other percent sign as it is (HTML standard, multipart/form-data encoding algorithm).
 */
const unescaped = (name: string): string =>
  name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');

/** Reads busboy's errors by their message, because they have no codes. */
const refusalOf = (error: unknown): Refusal => {
  const { code = '', message = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'FST_MP_PREMATURE_CLOSE' || /unexpected end/i.test(message)) return UPLOAD_INCOMPLETE;
  if (/^FST_(PARTS|FILES|FIELDS)_LIMIT$/.test(code))
    return refuse('too_large', 'The form has too many parts.');
  return refuse('bad_request', `The form cannot be read: ${message}.`);
};
