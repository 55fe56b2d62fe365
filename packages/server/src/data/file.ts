import type { JobState } from '@pawprint/core';
import type { DatasetRef } from './dataset.ts';
import type { Person } from './person.ts';

/** What others need to know of a file. */
export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly sizeBytes: number;
}

/** A file's place among the blobs. */
export interface StoredBytes {
  readonly blobKey: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface DataFile extends FileRef, StoredBytes {
  readonly dataset: DatasetRef;
  readonly mimeByName: string | null;
  readonly mimeByContent: string | null;
  readonly createdAt: Date;
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
  readonly submittedAt: Date;
  readonly finishedAt: Date | null;
  readonly lastEventAt: Date;
}
