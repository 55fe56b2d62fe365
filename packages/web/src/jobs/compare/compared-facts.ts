import type { Attempt, Job } from '@pawprint/protocol';
import { formatDuration } from '../../design/duration.ts';
import { shortId } from '../../design/short-id.tsx';
import { badgeOfOutcome, badgeOfState } from '../../design/state.tsx';
import { plainText } from '../events/terminal-text.ts';
import { submitterOf, versionText } from '../job-text.ts';

/** A job with its attempts, and which of them is compared; null for the job as a whole. */
export interface Compared {
  readonly job: Job;
  readonly attempts: readonly Attempt[];
  readonly attempt: Attempt | null;
}

/** Something that is known of both sides, in words; null where one has none. */
export interface ComparedRow {
  readonly name: string;
  readonly left: string | null;
  readonly right: string | null;
}

export const differs = ({ left, right }: ComparedRow): boolean => left !== right;

/** What is known of both, in the order of a job's page. What neither has is left out. */
export const compareFacts = (left: Compared, right: Compared): ComparedRow[] =>
  FACTS.map(([name, read]) => ({ name, left: read(left), right: read(right) })).filter(
    (row) => row.left !== null || row.right !== null,
  );

const ms = (value: number | null): string | null => (value === null ? null : formatDuration(value));

const FACTS: readonly (readonly [name: string, read: (of: Compared) => string | null])[] = [
  ['Extractor', ({ job }) => job.extractor],
  ['Version', ({ job, attempt }) => versionText(attempt ?? job) || null],
  ['File or dataset', ({ job }) => job.resource.name],
  [
    'State',
    ({ job, attempt }) => (attempt ? badgeOfOutcome(attempt.outcome) : badgeOfState(job.state)).label,
  ],
  ['Error', ({ job, attempt }) => errorOf(job, attempt)],
  ['Submitted by', ({ job }) => submitterOf(job).name],
  ['Trigger', ({ job }) => job.trigger],
  ['Instance', ({ attempts, attempt }) => shortOrNull((attempt ?? attempts.at(-1))?.instance_id)],
  ['Attempts', ({ job, attempt }) => (attempt ? null : String(job.attempt_count))],
  ['Waited', ({ job, attempt }) => (attempt ? null : ms(job.wait_ms))],
  ['Retried for', ({ job, attempt }) => (attempt ? null : ms(job.retry_ms))],
  ['Ran for', ({ job, attempt }) => ms(attempt ? attempt.run_ms : job.run_ms)],
  ['Elapsed', ({ job, attempt }) => (attempt ? null : ms(job.elapsed_ms))],
];

const errorOf = (job: Job, attempt: Attempt | null): string | null => {
  const error = attempt ? attempt.error : (job.error?.message ?? null);
  return error === null ? null : plainText(error).trim();
};

const shortOrNull = (id: string | null | undefined): string | null => (id ? shortId(id) : null);

/** The keys of two objects, however deep, each with both values as JSON: `size.width`, `pages[0]`. */
export const compareKeys = (left: unknown, right: unknown): ComparedRow[] => {
  const [ofLeft, ofRight] = [flatten(left), flatten(right)];
  const names = new Set([...ofLeft.keys(), ...ofRight.keys()]);
  return [...names].map((name) => ({
    name,
    left: ofLeft.get(name) ?? null,
    right: ofRight.get(name) ?? null,
  }));
};

const flatten = (
  value: unknown,
  name = '',
  into = new Map<string, string>(),
): ReadonlyMap<string, string> => {
  const entries = Array.isArray(value)
    ? value.map((item, n) => [`${name}[${n}]`, item] as const)
    : value !== null && typeof value === 'object'
      ? Object.entries(value).map(([key, item]) => [name === '' ? key : `${name}.${key}`, item] as const)
      : undefined;
  if (entries === undefined || (entries.length === 0 && name !== '')) into.set(name, JSON.stringify(value));
  for (const [inner, item] of entries ?? []) flatten(item, inner, into);
  return into;
};
