import { redactKeys } from '@pawprint/core';
import { BODY_LIMIT_BYTES } from '@pawprint/protocol';
import type { RawDelivery } from '../../tracking/delivery.ts';
import { storableText } from '../storable.ts';

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
