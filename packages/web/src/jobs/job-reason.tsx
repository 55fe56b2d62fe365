import type { Job } from '@pawprint/protocol';
import clsx from 'clsx';
import text from '../design/text.module.css';
import { plainText } from './events/terminal-text.ts';
import { isWaiting } from './job-snapshot.ts';

interface JobReasonProps {
  readonly job: Job;
  readonly className?: string | undefined;
}

/** Why a job is where it is, in the server's one sentence. */
export const JobReason = ({ job, className }: JobReasonProps) => {
  const sentence = plainText(job.reason?.text ?? '');
  return (
    <span className={clsx(text.dimmed, text.truncated, className)} title={sentence}>
      {sentence}
    </span>
  );
};

const REFRESH_MS = 4_000;

/**
 * How often jobs are loaded again for their reasons, in ms; false where none needs it. What others do moves a job in
 * line, and a silence grows: no live update reports either.
 */
export const reasonRefresh = (jobs: Iterable<Job>): number | false => {
  for (const job of jobs) if (isWaiting(job) || CHANGING.has(job.reason?.code)) return REFRESH_MS;
  return false;
};

const CHANGING: ReadonlySet<string | undefined> = new Set(['silent', 'cancelling']);
