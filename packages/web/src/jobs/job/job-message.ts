import type { Attempt, Job } from '@pawprint/protocol';
import { plainText } from '../events/ansi.ts';
import { sameCause } from '../events/attempt-groups.ts';
import { isOver } from './seen-job.ts';
import { errorLine, tellingMessage } from './telling-message.ts';

export interface RowMessage {
  readonly text: string;
  readonly bad: boolean;
}

const quiet = (text: string): RowMessage => ({ text: plainText(text), bad: false });

const wentWrong = (job: Job): boolean => job.state === 'FAILED' || job.state === 'LOST';

/** How it failed, for the row below the one that says why. */
const howItFailed = (job: Job, attempts: readonly Attempt[] | undefined): string => {
  if (job.attempt_count <= 1) return '';
  const all = attempts && sameCause(attempts) ? ', all with the same error' : '';
  return `after ${job.attempt_count} attempts${all}`;
};

const cancelled = (job: Job): string =>
  ({ never_ran: 'never ran', stopped: 'stopped', finished_anyway: 'finished anyway' })[
    job.cancel?.outcome ?? 'stopped'
  ];

const percent = (job: Job): string =>
  job.progress === null ? '' : `${Math.round(job.progress * 100)}% done`;

/** What an extractor's row says of its latest job: why it failed, or the last message that tells something. */
export const extractorMessage = (job: Job): RowMessage => {
  if (wentWrong(job)) return { text: plainText(errorLine(job)), bad: true };
  if (job.state === 'CANCELLED') return quiet(cancelled(job));
  if (job.flags.includes('stalled') && job.reason) return quiet(job.reason);
  return quiet(tellingMessage(job) || (isOver(job) ? '' : percent(job)));
};

/** What a job's own row says. Right below the row that told of it already, it adds instead of repeating. */
export const jobMessage = (
  job: Job,
  toldAbove: boolean,
  attempts: readonly Attempt[] | undefined,
): RowMessage => {
  if (!toldAbove || !wentWrong(job)) return extractorMessage(job);
  const how = howItFailed(job, attempts);
  return how ? quiet(how) : { text: plainText(errorLine(job)), bad: false };
};
