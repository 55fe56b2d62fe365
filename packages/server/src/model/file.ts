import type { Instant, JobState } from '@pawprint/core';
import type { Person } from './caller.ts';
import type { DatasetRef } from './dataset.ts';

/** A file as other nouns refer to it. */
export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly sizeBytes: number;
}

/** Where a file's bytes are stored, and what was measured when they came. */
export interface StoredBytes {
  readonly blobKey: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface DataFile extends FileRef, StoredBytes {
  readonly description: string;
  readonly dataset: DatasetRef;
  readonly mimeByName: string | null;
  readonly mimeByContent: string | null;
  readonly createdAt: Instant;
  readonly uploadedBy: Person | null;
  readonly madeByJob: string | null;
  readonly downloads: number;
  readonly thumbnailId: string | null;
}

/** The latest job of one extractor on a file. */
export interface LatestJob {
  readonly extractor: string;
  readonly jobId: string;
  readonly state: JobState;
  readonly submittedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly lastEventAt: Instant;
}

/**
 * The status of a file over all its extractors: a job on it is open, or all have ended. Without any job, an extractor
 * would take the file or none would.
 */
export type OverallStatus = 'processing' | 'done' | 'no_job' | 'no_extractor';

export interface Mime {
  readonly effective: string;
  readonly byName: string | null;
  readonly byContent: string | null;
}

export type ArchivedFile = Pick<DataFile, 'id' | 'name' | 'blobKey' | 'sizeBytes' | 'sha256' | 'createdAt'>;

/** A section as other nouns refer to it. It has no name of its own: its name is made from its file's. */
export interface SectionRef {
  readonly id: string;
  readonly name: string;
}

/** A part of a file. */
export interface Section extends SectionRef {
  readonly fileId: string;
  readonly datasetId: string;
  readonly description: string;
  /** What its creator sent about it, unchecked. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly extractor: string | null;
  readonly jobId: string | null;
  readonly createdBy: Person | null;
  readonly createdAt: Instant;
}

/** A file as the answer to its upload shows it. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
}
