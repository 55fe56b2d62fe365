import { parse } from 'secure-json-parse';
import { type JsonBytes, toJsonBytes } from '../../model/json-bytes.ts';

/** The fields of a body that hold documents, which the server stores without looking into them. */
export type DocumentFields = readonly string[] | 'the whole body';

/** A body whose documents are kept as JSON beside it. In their places it has an empty array, object or text. */
export interface LargeBody {
  readonly body: unknown;
  /** By field. That of the whole body is under `WHOLE_BODY`. */
  readonly documents: Readonly<Record<string, JsonBytes>>;
}

export const WHOLE_BODY = '';

/** Throws where the text is no JSON, or names the prototype of an object. */
export const parseJson = (text: string): unknown =>
  parse(text, null, { protoAction: 'error', constructorAction: 'error' });

/**
 * Parses a body and writes its documents as JSON again. In another thread, only this and the little around it
 * has to be handed back, which takes a fraction of the time that making millions of objects there would.
 */
export const readLargeBody = (bytes: Uint8Array, fields: DocumentFields): LargeBody => {
  const body = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  if (fields === 'the whole body')
    return { body: emptied(body), documents: { [WHOLE_BODY]: toJsonBytes(body) } };
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return { body, documents: {} };
  const present = Object.entries(body).filter(([field]) => fields.includes(field));
  return {
    body: { ...body, ...Object.fromEntries(present.map(([field, value]) => [field, emptied(value)])) },
    documents: Object.fromEntries(present.map(([field, value]) => [field, toJsonBytes(value)])),
  };
};

/** Passes the schemas that the document passes: those ask no more than whether it is an array, an object or a value. */
const emptied = (document: unknown): unknown => {
  if (Array.isArray(document)) return [];
  if (typeof document === 'string') return '';
  return document !== null && typeof document === 'object' ? {} : document;
};
