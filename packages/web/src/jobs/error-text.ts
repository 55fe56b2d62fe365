import type { Job } from '@pawprint/protocol';

/** The first line that is not empty. */
export const firstLine = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== '') ?? '';

/** The line that says what happened: the last of a traceback of Python, the first of any other text. */
export const summaryLine = (text: string): string =>
  /^\s*Traceback \(most recent call last\)/m.test(text)
    ? firstLine(text.trim().slice(text.trim().lastIndexOf('\n') + 1))
    : firstLine(text);

/** pyClowder writes the number of the retry in front of the error, and equal errors would differ. */
export const withoutRetryCount = (error: string): string => error.replace(/^\(#\d+\)\s*/, '');

/** Why a job failed, in one line: the extractor's error, else the server's reason. */
export const errorLine = (job: Job): string =>
  summaryLine(withoutRetryCount(job.error?.message ?? job.reason?.text ?? ''));
