import type { DatasetRef } from './dataset.ts';
import type { FileRef, SectionRef } from './file.ts';

/** A file or a dataset: metadata is attached to it, and jobs work on it. */
export type ResourceRef = ({ readonly type: 'file' } & FileRef) | ({ readonly type: 'dataset' } & DatasetRef);

/** A resource that can have tags. */
export type TaggedRef = ResourceRef | ({ readonly type: 'section' } & SectionRef);
