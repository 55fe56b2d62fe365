import type { Instant } from '@pawprint/core';
import { validate } from 'uuid';
import type { JobView } from './job-view.ts';

export type JobSort = '-submitted_at' | 'submitted_at' | '-last_event_at' | '-elapsed_ms';

/** Where a page begins: after this job. `asOf` is when the first page was read: open jobs have aged since. */
export interface JobCursor {
  readonly id: string;
  readonly seq: number;
  readonly asOf: Instant;
  readonly elapsedMs: number;
}

const whole = (text: string | undefined): number =>
  /^\d{1,15}$/.test(text ?? '') ? Number(text) : Number.NaN;

/** Undefined for what is no cursor of this sort. */
export const readCursor = (sort: JobSort, text: string): JobCursor | undefined => {
  const [id = '', ...numbers] = text.split('.');
  const [first, second] = numbers.map(whole);
  const cursor: JobCursor =
    sort === '-elapsed_ms'
      ? { id, seq: 0, asOf: first ?? Number.NaN, elapsedMs: second ?? Number.NaN }
      : { id, seq: sort === '-last_event_at' ? (first ?? Number.NaN) : 0, asOf: 0, elapsedMs: 0 };
  const complete = ![cursor.seq, cursor.asOf, cursor.elapsedMs].some(Number.isNaN);
  return validate(id) && complete ? cursor : undefined;
};

/** Opaque to clients, and short: 64 characters at most. */
export const writeCursor = (sort: JobSort, { job }: JobView, asOf: Instant): string => {
  const { facts, progress, lastSeq } = job;
  if (sort === '-last_event_at') return `${facts.id}.${lastSeq}`;
  if (sort !== '-elapsed_ms') return facts.id;
  return `${facts.id}.${asOf}.${Math.max(0, (progress.finishedAt ?? asOf) - progress.submittedAt)}`;
};
