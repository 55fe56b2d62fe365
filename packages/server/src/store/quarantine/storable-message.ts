import { createHash } from 'node:crypto';
import { redactKeys } from '@pawprint/core';
import { BODY_LIMIT_BYTES } from '@pawprint/protocol';
import type { QuarantineSource } from '../../model/quarantined.ts';
import type { RawDelivery } from '../../model/report.ts';
import { storableText } from '../../model/storable.ts';

const DEPTH_LIMIT = 8;

/** AMQP knows more kinds of values than JSON, and nests them as deep as it likes. */
const describe = (value: unknown, levels: number): unknown => {
  if (typeof value === 'string') return storableText(redactKeys(value));
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `base64:${Buffer.from(value).toString('base64')}`;
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => describe(item, levels - 1));
  return describeRecord(value, levels - 1);
};

/** The name of a field says whether its value is a secret. */
const isSecret = (name: string, value: unknown): boolean =>
  typeof value === 'string' && redactKeys(`"${name}":"x"`) !== `"${name}":"x"`;

const describeRecord = (record: object, levels: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [storableText(name), isSecret(name, value) ? '***' : describe(value, levels)]),
  );

/** Keys are taken out of the text; Latin-1 gives every byte a letter, so all other bytes come back as they were. */
const redactBytes = (body: Uint8Array): Buffer =>
  Buffer.from(redactKeys(Buffer.from(body.subarray(0, BODY_LIMIT_BYTES)).toString('latin1')), 'latin1');

/** A delivery as it may be kept: without keys, and of a body beyond all measure only the beginning. */
export interface StorableDelivery {
  readonly body: Buffer;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const storableDelivery = ({ body, properties }: RawDelivery): StorableDelivery => ({
  body: redactBytes(body),
  properties: describeRecord(properties, DEPTH_LIMIT),
});

const OURS = 'x-pawprint-';

/** Brokers put headers of their own onto what they deliver again: only what Pawprint reads tells messages apart. */
const ownHeaders = (headers: unknown): unknown[] =>
  Object.entries(Object(headers))
    .filter(([name]) => name.startsWith(OURS))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

/**
 * What makes a message this one and no other, whyever it was refused. Every heartbeat is sent anew, so what marks the
 * single message says nothing of one. It is made from what is kept: keys, which are not, cannot be guessed from it.
 */
export const fingerprintOf = (source: QuarantineSource, { body, properties }: StorableDelivery): Buffer => {
  const { headers, correlationId, messageId, timestamp } = properties;
  const single = source === 'report' ? [correlationId, messageId, timestamp] : [];
  const about = JSON.stringify([source, ownHeaders(headers), single]);
  return createHash('sha256').update(about).update('\n').update(body).digest();
};
