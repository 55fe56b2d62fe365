import type { DatasetRef } from './dataset.ts';
import type { FileRef } from './file.ts';

/** A file or a dataset: what metadata and tags are attached to, and what jobs work on. */
export type ResourceRef = ({ readonly type: 'file' } & FileRef) | ({ readonly type: 'dataset' } & DatasetRef);
