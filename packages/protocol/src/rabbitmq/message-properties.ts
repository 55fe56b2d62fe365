/** The AMQP properties of a message that are read here. Nothing in them can be trusted to have its proper type. */
export interface MessageProperties {
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly correlationId?: unknown;
  readonly messageId?: unknown;
  /** The user of the broker. The broker refuses a message with another one than its sender's. */
  readonly userId?: unknown;
  /** Seconds since the Unix epoch. */
  readonly timestamp?: unknown;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** In lower case, as PostgreSQL writes ids; null for anything but a UUID. */
export const uuidOrNull = (value: unknown): string | null =>
  typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : null;

/** Cut at the limit; null for anything but a text, and for a blank one. */
export const textOrNull = (value: unknown, limit: number): string | null =>
  typeof value === 'string' && /\S/.test(value) ? value.slice(0, limit) : null;

/** The longest text of a report that is kept, in UTF-16 code units: as much as the HTTP lane takes. */
const MESSAGE_LIMIT = 20_000;

/** Cuts a text at the limit and appends how much is missing. It never cuts a surrogate pair in half. */
export const cutText = (text: string): string => {
  if (text.length <= MESSAGE_LIMIT) return text;
  const kept = text.slice(0, MESSAGE_LIMIT).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept} … (${text.length - kept.length} characters more)`;
};

/** A message may be an object, a number, or missing. Undefined where it is empty. */
export const messageText = (message: unknown): string | undefined => {
  if (message === undefined || message === null || message === '') return undefined;
  return typeof message === 'string' ? message : JSON.stringify(message);
};
