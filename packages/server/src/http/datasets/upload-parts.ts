import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { UploadPart } from '../../datasets/uploads/receive-files.ts';
import { type Refusal, refuse, UPLOAD_INCOMPLETE } from '../../model/refusal.ts';

const OPTIONS = {
  // Files are measured where they are written. The rest of a form is small, or someone means harm.
  limits: {
    fileSize: Number.POSITIVE_INFINITY,
    files: 1000,
    fields: 50,
    fieldSize: 64 * 1024,
    parts: 1050,
  },
  // What to make of a path is said once, in `file-name.ts`.
  preservePath: true,
};

/** A multipart body, part by part as it arrives. A fault in it is its last part. */
export async function* uploadParts(request: FastifyRequest): AsyncGenerator<UploadPart> {
  try {
    for await (const part of request.parts(OPTIONS)) yield uploadPart(part);
  } catch (error) {
    yield { kind: 'broken', refusal: refusalOf(error) };
  } finally {
    // What is left of a refused upload is read and dropped: many clients look for an answer only once all is sent.
    request.raw.unpipe();
    request.raw.resume();
  }
}

const uploadPart = (part: Multipart): UploadPart =>
  part.type === 'file'
    ? { kind: 'file', name: part.filename ?? '', declaredMime: part.mimetype, bytes: part.file }
    : { kind: 'field', name: part.fieldname, value: String(part.value) };

/** Told by the parsers' words where they have no codes: busboy's errors have none. */
const refusalOf = (error: unknown): Refusal => {
  const { code = '', message = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'FST_MP_PREMATURE_CLOSE' || /unexpected end/i.test(message)) return UPLOAD_INCOMPLETE;
  if (/^FST_(PARTS|FILES|FIELDS)_LIMIT$/.test(code))
    return refuse('too_large', 'The form has too many parts.');
  return refuse('bad_request', `The form cannot be read: ${message}.`);
};
