import { createHash } from 'node:crypto';
import type { QuarantineSource } from '../../tracking/quarantine.ts';
import type { StorableDelivery } from './storable-delivery.ts';

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
