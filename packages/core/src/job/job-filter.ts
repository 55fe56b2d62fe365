import type { Instant, JobFlag, JobState, Trigger } from './job.ts';

/** Which jobs a list or a live stream shows. What is absent restricts nothing. */
export interface JobFilter {
  /** A file or dataset the job works on. */
  readonly resourceId?: string;
  /** The dataset the job works on, or that holds the file it works on. */
  readonly datasetId?: string;
  readonly extractor?: string;
  /** The extractor version that first started it. */
  readonly version?: string;
  /** Any of these; an empty list restricts nothing. */
  readonly states?: readonly JobState[];
  readonly flag?: JobFlag;
  /** The user it was submitted by. */
  readonly submittedBy?: string;
  readonly trigger?: Trigger;
  /** Submitted then or later. */
  readonly since?: Instant;
  /** Submitted before then. */
  readonly until?: Instant;
  readonly minElapsedMs?: number;
  /** Text in the latest message or the error, whatever the case. Blanks at its ends count. */
  readonly q?: string;
}

/** A job, as far as filters ask. */
export interface FilterSubject {
  readonly resourceId: string;
  readonly datasetId: string | null;
  readonly extractor: string;
  readonly extractorVersion: string | null;
  readonly state: JobState;
  readonly flags: ReadonlySet<JobFlag> | readonly JobFlag[];
  readonly submittedBy: string | null;
  readonly trigger: Trigger;
  readonly submittedAt: Instant;
  readonly finishedAt: Instant | null;
  /** The text of the latest message. */
  readonly latest: string | null;
  /** The text of the error. */
  readonly error: string | null;
}

type Test = (subject: FilterSubject, filter: JobFilter, now: Instant) => boolean;

const same = <Value>(wanted: Value | undefined, actual: Value | null): boolean =>
  wanted === undefined || wanted === actual;

const isIn: Test = ({ state, flags }, filter) =>
  (!filter.states?.length || filter.states.includes(state)) &&
  (filter.flag === undefined || [...flags].includes(filter.flag));

const isOf: Test = (subject, filter) =>
  same(filter.resourceId, subject.resourceId) &&
  same(filter.datasetId, subject.datasetId) &&
  same(filter.extractor, subject.extractor) &&
  same(filter.version, subject.extractorVersion) &&
  same(filter.submittedBy, subject.submittedBy) &&
  same(filter.trigger, subject.trigger);

const isFrom: Test = ({ submittedAt }, { since = -Infinity, until = Infinity }) =>
  since <= submittedAt && submittedAt < until;

const tookAtLeast: Test = ({ submittedAt, finishedAt }, { minElapsedMs = 0 }, now) =>
  Math.max(0, (finishedAt ?? now) - submittedAt) >= minElapsedMs;

const says: Test = ({ latest, error }, { q }) =>
  q === undefined ||
  [latest, error].some((text) => text?.toLowerCase().includes(q.toLowerCase()) ?? q === '');

/** Whether a job belongs in what the filter shows. `now` decides how long a job that has not ended took. */
export const matchesFilter: Test = (subject, filter, now) =>
  [isOf, isIn, isFrom, tookAtLeast, says].every((test) => test(subject, filter, now));
