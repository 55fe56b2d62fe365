import type { Instant } from '@pawprint/core';

/** The author of a metadata document, in JSON-LD. */
export interface MetadataAgent {
  readonly '@type': 'cat:extractor' | 'cat:user';
  readonly name?: string;
  readonly extractor_id?: string;
  readonly user_id?: string;
  readonly version?: string;
}

export interface AddedMetadata {
  readonly id: string;
  /** JSON-LD context as it was sent; undefined if none was. */
  readonly context: unknown;
  readonly content: unknown;
  readonly agent: MetadataAgent;
  /** Name of the extractor that made it; null if a person did. */
  readonly extractor: string | null;
  readonly jobId: string | null;
}

export type RemovedMetadata = Pick<AddedMetadata, 'id' | 'extractor'>;

export interface Metadata extends AddedMetadata {
  readonly createdAt: Instant;
}

/** The author that the document itself names. */
export interface ClaimedAgent {
  readonly '@type': string;
  readonly name?: string | undefined;
  readonly extractor_id?: string | undefined;
  readonly version?: string | undefined;
}

export interface MetadataDocument {
  readonly context: unknown;
  readonly content: unknown;
  readonly agent: ClaimedAgent | undefined;
}
