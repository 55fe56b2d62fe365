import { type JobProgress, openAttempt } from '../job/job.ts';
import type { EventKind } from '../job/job-event.ts';

interface Reported {
  readonly kind: EventKind;
  readonly message: string;
}

/**
 * What a report of jclowder means. It reports neither starts nor errors: each message begins with the same line, up to
 * ten tries follow within one attempt, and a job that failed ten times ends with "Done", as one that succeeded does.
 * A report of any other client means what it says.
 */
export const interpretReport = <Report extends Reported>(
  report: Report,
  job: JobProgress,
): Report | (Report & { readonly kind: 'STARTED' | 'ERROR' }) => {
  const failedTry = lastLineOfAttempt(job, FAILED_TRY);
  if (report.kind === 'PROCESSING' && report.message === FIRST_LINE)
    return failedTry === undefined ? { ...report, kind: 'STARTED' } : report;
  if (report.kind === 'SUCCEEDED' && report.message === 'Done' && failedTry !== undefined)
    return { ...report, kind: 'ERROR', message: `${failedTry} (reported as Done)` };
  return report;
};

/** The first line of each try. It starts an attempt unless a try within the open attempt has just failed. */
const FIRST_LINE = 'Starting file download.';
const FAILED_TRY = /^Error processing file : /;

/** The latest message of the open attempt, where it is such a line. */
const lastLineOfAttempt = (job: JobProgress, line: RegExp): string | undefined => {
  const open = openAttempt(job);
  const { latest } = job;
  if (open === undefined || latest?.kind !== 'PROCESSING' || latest.at < open.startedAt) return undefined;
  return line.test(latest.message) ? latest.message : undefined;
};
