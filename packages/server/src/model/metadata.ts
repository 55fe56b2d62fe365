import type { Instant } from '@pawprint/core';
import type { JsonBytes } from './json-bytes.ts';

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
  /** Name of the extractor that made it; null if a person did. */
  readonly extractor: string | null;
}

export type RemovedMetadata = AddedMetadata;

export interface Metadata extends AddedMetadata {
  /** JSON-LD context as it was sent, in JSON; null if none was. */
  readonly context: Uint8Array | null;
  /** JSON, in pieces: a document can have megabytes. */
  readonly content: readonly Uint8Array[];
  readonly agent: MetadataAgent;
  readonly jobId: string | null;
  readonly createdAt: Instant;
  /** The document by which a person edited it. */
  readonly replacedBy: string | null;
  /** The version of the extractor that wrote it is superseded. */
  readonly isSuperseded: boolean;
}

/** The author that the document itself names. */
export interface ClaimedAgent {
  readonly '@type': string;
  readonly name?: string | undefined;
  readonly extractor_id?: string | undefined;
  readonly version?: string | undefined;
}

export interface MetadataDocument {
  readonly context: JsonBytes | null;
  readonly content: JsonBytes;
  readonly agent: ClaimedAgent | undefined;
  /** The id of the document that it takes the place of. */
  readonly replaces: string | undefined;
}
