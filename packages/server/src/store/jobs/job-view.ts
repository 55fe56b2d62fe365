import type { TrackedJob } from '../../tracking/tracked-job.ts';
import type { AttemptRow } from './attempt-row.ts';
import { type JobRow, rowToJob } from './job-row.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A job as it is shown: with the names of the people in it. */
export interface JobView {
  readonly job: TrackedJob;
  readonly submittedBy: Person | null;
  readonly cancelRequestedBy: Person | null;
}

/** Attempts are packed into the job's row, so that any list of jobs is one round trip. */
export type JobViewRow = JobRow & {
  readonly attempts: AttemptRow[];
  readonly submitter_name: string | null;
  readonly canceller_name: string | null;
};

const personOf = (id: string | null, name: string | null): Person | null =>
  id === null ? null : { id, name: name ?? '' };

export const rowToJobView = (row: JobViewRow): JobView => ({
  job: rowToJob(row, row.attempts),
  submittedBy: personOf(row.submitted_by, row.submitter_name),
  cancelRequestedBy: personOf(row.cancel_requested_by, row.canceller_name),
});
