import { createHash } from 'node:crypto';
import { redactKeys } from '@pawprint/core';
import { BODY_LIMIT_BYTES } from '@pawprint/protocol';
import type { QuarantineSource } from '../../model/quarantined.ts';
import type { RawDelivery } from '../../model/report.ts';
import { storableText } from '../../model/storable.ts';

/** A delivery to store: with keys redacted, and only the beginning of a body that is too long. */
export interface StorableDelivery {
  readonly body: Buffer;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const storableDelivery = ({ body, properties }: RawDelivery): StorableDelivery => ({
  body: redactBytes(body),
  properties: describeRecord(properties, MAX_LEVELS),
});

/** Redacts keys. Latin-1 maps every byte to one character, so all other bytes stay unchanged. */
const redactBytes = (body: Uint8Array): Buffer =>
  Buffer.from(redactKeys(Buffer.from(body.subarray(0, BODY_LIMIT_BYTES)).toString('latin1')), 'latin1');

/** A value of AMQP as JSON: AMQP has more kinds of values, nested to any depth. */
const describe = (value: unknown, levels: number): unknown => {
  if (typeof value === 'string') return storableText(redactKeys(value));
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `base64:${Buffer.from(value).toString('base64')}`;
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => describe(item, levels - 1));
  return describeRecord(value, levels - 1);
};

const MAX_LEVELS = 8;

const describeRecord = (record: object, levels: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [storableText(name), isSecret(name, value) ? '***' : describe(value, levels)]),
  );

/** Whether the name of a field shows that its value is a secret. */
const isSecret = (name: string, value: unknown): boolean =>
  typeof value === 'string' && redactKeys(`"${name}":"x"`) !== `"${name}":"x"`;

/**
 * Equal for deliveries of the same message, whatever the reason of its refusal. For heartbeats it leaves out the
 * properties that differ each time one is sent. It is computed from the redacted message, so no key can be guessed.
 */
export const fingerprintOf = (source: QuarantineSource, { body, properties }: StorableDelivery): Buffer => {
  const { headers, correlationId, messageId, timestamp } = properties;
  const single = source === 'report' ? [correlationId, messageId, timestamp] : [];
  const about = JSON.stringify([source, ownHeaders(headers), single]);
  return createHash('sha256').update(about).update('\n').update(body).digest();
};

/** Only the headers that Pawprint reads: a broker adds headers of its own when it delivers a message again. */
const ownHeaders = (headers: unknown): unknown[] =>
  Object.entries(Object(headers))
    .filter(([name]) => name.startsWith(HEADER_PREFIX))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

const HEADER_PREFIX = 'x-pawprint-';
