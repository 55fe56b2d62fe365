import type { Job } from '@pawprint/protocol';

/** What pyClowder and our SDK say around every job, whatever happened in it. */
const STOCK_PHRASES = new Set([
  'started processing',
  'downloading file',
  'downloading dataset',
  'uploading file metadata',
  'uploading dataset metadata',
  'done processing',
  'done',
  'started',
  'processing',
]);

const isStock = (message: string): boolean =>
  STOCK_PHRASES.has(message.trim().toLowerCase().replace(/\.+$/, ''));

export const firstLine = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== '') ?? '';

/** The last message that tells something; stock phrases stay in the log. */
export const tellingMessage = (job: Job): string => {
  const message = job.latest?.message ?? '';
  return isStock(message) ? '' : firstLine(message);
};

/** pyClowder counts its retries in front of the error. The same error is the same error. */
export const withoutRetryCount = (error: string): string => error.replace(/^\(#\d+\)\s*/, '');

/** The first line of why it failed. */
export const errorLine = (job: Job): string =>
  firstLine(withoutRetryCount(job.error?.message ?? job.reason ?? ''));
