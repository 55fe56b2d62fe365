import type { Instant } from '@pawprint/core';
import type { DatasetRef } from './dataset.ts';

/** A scalar of a metadata document. */
export interface MetadataValue {
  /** The path to it, as `exif.Model`. Items of a list have the key of the list. */
  readonly key: string;
  /** Its first 200 characters. */
  readonly value: string;
  /** Of a number, and of a text that is written as one. */
  readonly number: number | null;
}

/** A file or dataset whose metadata has what was searched for. */
export interface MetadataHit {
  readonly resource: { readonly type: 'file' | 'dataset'; readonly id: string; readonly name: string };
  readonly dataset: DatasetRef;
  /** The values that made it a hit, by key. */
  readonly values: readonly MetadataValue[];
  /** Of the document that the first term found; null if a person wrote it. */
  readonly extractor: string | null;
  readonly createdAt: Instant;
}

/** A key that metadata of a dataset's files has. */
export interface MetadataKey {
  readonly key: string;
  /** How many files have it. */
  readonly files: number;
  /** Whether all its values are numbers. */
  readonly isNumeric: boolean;
}

export interface MetadataTableRow {
  readonly file: { readonly id: string; readonly name: string };
  /** By key; several are the items of a list. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}
