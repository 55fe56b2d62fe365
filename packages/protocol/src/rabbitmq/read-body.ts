import { type UnusableMessage, unusable } from './unusable-message.ts';

/** Far more than any report or heartbeat needs, and little enough for thousands to wait in memory. */
export const BODY_LIMIT_BYTES = 128 * 1024;

/** JSON may be nested deeper than what writes it out, or PostgreSQL, has stack for. */
const DEPTH_LIMIT = 64;

export type Fields = Readonly<Record<string, unknown>>;

/** Bytes that are no UTF-8 become U+FFFD: what an old client says in Latin-1 is still understood. */
const decoder = new TextDecoder();

const parseJson = (text: string): { readonly value: unknown } | { readonly problem: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

const isWithinDepth = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isWithinDepth(part, levels - 1));
};

/** The JSON object that a body is; whatever else it may be, it is answered, never thrown. */
export const readBody = (
  body: Uint8Array,
): { readonly ok: true; readonly fields: Fields } | UnusableMessage => {
  if (body.byteLength > BODY_LIMIT_BYTES)
    return unusable('too_large', `${body.byteLength} bytes; at most ${BODY_LIMIT_BYTES} are read`);
  const parsed = parseJson(decoder.decode(body));
  if ('problem' in parsed) return unusable('not_json', parsed.problem);
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unusable(
      'not_an_object',
      `JSON, but no object: ${Array.isArray(value) ? 'a list' : typeof value}`,
    );
  return isWithinDepth(value, DEPTH_LIMIT)
    ? { ok: true, fields: value as Fields }
    : unusable('too_deep', `nested deeper than ${DEPTH_LIMIT} levels`);
};
