/** Far more than any report or heartbeat needs, and small enough that thousands can wait in memory. */
export const BODY_LIMIT_BYTES = 128 * 1024;

export type Fields = Readonly<Record<string, unknown>>;

/** Reads a body as a JSON object. Never throws: for anything else it returns why the body is unusable. */
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

/** Deeper JSON could overflow the stack of a serialiser or of PostgreSQL. */
const DEPTH_LIMIT = 64;

/** Bytes that are no UTF-8 become U+FFFD, so a report by an old client in Latin-1 is still read. */
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

/** Why a message from the broker cannot be used; stable, because people sort quarantine by it. */
export const UNUSABLE_REASONS = [
  'too_large',
  'not_json',
  'not_an_object',
  'too_deep',
  'no_extractor',
  'says_nothing',
  'malformed_job_id',
  'malformed_queue',
  'foreign_queue',
  'malformed_info',
  'no_instance',
  'no_owner',
] as const;
export type UnusableReason = (typeof UNUSABLE_REASONS)[number];

export interface UnusableMessage {
  readonly ok: false;
  readonly reason: UnusableReason;
  /** A sentence that says what was wrong. */
  readonly detail: string;
}

export const unusable = (reason: UnusableReason, detail: string): UnusableMessage => ({
  ok: false,
  reason,
  detail,
});
