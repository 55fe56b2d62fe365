import type { Person } from './person.ts';

/** What others need to know of a section: it has no name of its own, so it goes by its file's. */
export interface SectionRef {
  readonly id: string;
  readonly name: string;
}

/** A part of a file. */
export interface Section extends SectionRef {
  readonly fileId: string;
  readonly datasetId: string;
  readonly description: string;
  /** What its maker sent of it, in whatever words. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly extractor: string | null;
  readonly jobId: string | null;
  readonly createdBy: Person | null;
  readonly createdAt: Date;
}
