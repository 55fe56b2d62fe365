import { createHash } from 'node:crypto';

/**
 * A number from 0 up to 1 that follows from the seed and the names of what it is for. It does not depend on what was
 * drawn before, so a history stays the same when a part of it is left out.
 */
export type Draw = (...names: readonly (string | number)[]) => number;

export const createDraw =
  (seed: number): Draw =>
  (...names) =>
    createHash('sha256')
      .update([seed, ...names].join('/'))
      .digest()
      .readUInt32BE(0) /
    2 ** 32;

/** A duration whose logarithm is evenly spread: short ones are frequent, long ones are there. */
export const between = (drawn: number, shortest: number, longest: number): number =>
  Math.round(shortest * (longest / shortest) ** drawn);

export const pick = <Item>(drawn: number, items: readonly Item[]): Item =>
  items[Math.floor(drawn * items.length)] as Item;
