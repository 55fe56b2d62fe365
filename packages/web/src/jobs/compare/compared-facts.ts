import type { Attempt, Job } from '@pawprint/protocol';
import type { ComparedRow } from '../../design/compared-table.tsx';
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
