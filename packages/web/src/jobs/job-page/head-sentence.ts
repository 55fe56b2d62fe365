import type { Job } from '@pawprint/protocol';
import { plainText } from '../events/ansi.ts';
import { errorLine } from '../job/telling-message.ts';
import { isWaiting } from '../job/waiting-sentence.ts';

const progress = ({ progress: part }: Job): string =>
  part === null ? '' : `, ${Math.round(part * 100)}% done`;

const attempts = (count: number): string => (count === 1 ? '1 attempt' : `${count} attempts`);

/** Beside the state: how far it is, or how it ended. */
export const headSentence = (job: Job): string => {
  if (job.state === 'RUNNING') return `Attempt ${job.attempt_count}${progress(job)}`;
  if (isWaiting(job))
    return job.attempt_count === 0
      ? 'Nothing has started yet'
      : `Attempt ${job.attempt_count + 1} is awaited`;
  if (job.state === 'FAILED' && job.error) {
    const after = job.attempt_count > 1 ? ` (after ${attempts(job.attempt_count)})` : '';
    return plainText(errorLine(job)) + after;
  }
  return job.attempt_count > 0 ? attempts(job.attempt_count) : '';
};
