import type { Instant } from '@pawprint/core';
import { storableText } from './storable.ts';

export interface TaggedBy {
  readonly userId: string | null;
  readonly extractor: string | null;
  readonly jobId: string | null;
  readonly at: Instant;
}

/** A tag with its author. */
export interface StoredTag {
  readonly id: string;
  readonly name: string;
  readonly extractor: string | null;
  readonly userId: string | null;
}

/** The names to store: whitespace collapsed, without empty and repeated ones, in the order given. */
export const tagNames = (given: readonly string[]): string[] => {
  const names = given.map((tag) => storableText(tag).replace(/\s+/gu, ' ').trim());
  return [...new Set(names.filter((name) => name !== ''))];
};
