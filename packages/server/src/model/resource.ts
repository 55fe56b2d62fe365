import type { DatasetRef } from './dataset.ts';
import type { FileRef, SectionRef } from './file.ts';

/** A file or a dataset: what metadata is attached to, and what jobs work on. */
export type ResourceRef = ({ readonly type: 'file' } & FileRef) | ({ readonly type: 'dataset' } & DatasetRef);

/** What tags are attached to. */
export type TaggedRef = ResourceRef | ({ readonly type: 'section' } & SectionRef);
