/** What AMQP carries beside the body, as far as anybody here looks. Everything in it was written by a stranger. */
export interface MessageProperties {
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly correlationId?: unknown;
  readonly messageId?: unknown;
  /** Seconds since the Unix epoch. */
  readonly timestamp?: unknown;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** In lower case, as PostgreSQL writes ids; null for what is none. */
export const uuidOrNull = (value: unknown): string | null =>
  typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : null;

/** Null for what is no text, and for text without anything in it. */
export const textOrNull = (value: unknown, limit: number): string | null =>
  typeof value === 'string' && /\S/.test(value) ? value.slice(0, limit) : null;
