import type { Instant } from '@pawprint/core';
import type { Quarantined } from '../../tracking/quarantine.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type StorableDelivery, storableDelivery } from './storable-delivery.ts';

/** All of one batch that is the same message. */
export interface SameMessage {
  readonly first: Quarantined;
  readonly kept: StorableDelivery;
  readonly fingerprint: Buffer;
  /** How often it came anew. */
  readonly times: number;
  readonly lastAt: Instant;
}

const begin = (first: Quarantined): SameMessage => {
  const kept = storableDelivery(first.raw);
  const fingerprint = fingerprintOf(first.source, kept);
  return { first, kept, fingerprint, times: 0, lastAt: first.receivedAt };
};

/** By their fingerprints: in that order several servers lock the rows of the same messages. */
export const sameMessages = (quarantined: readonly Quarantined[]): SameMessage[] => {
  const byName = new Map<string, SameMessage>();
  for (const each of quarantined) {
    const own = begin(each);
    const name = own.fingerprint.toString('hex');
    const same = byName.get(name) ?? own;
    const times = same.times + (each.isRepeat ? 0 : 1);
    byName.set(name, { ...same, times, lastAt: Math.max(same.lastAt, each.receivedAt) });
  }
  return [...byName.values()].toSorted((a, b) => a.fingerprint.compare(b.fingerprint));
};
