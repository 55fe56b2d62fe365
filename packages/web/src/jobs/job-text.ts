import type { Attempt, Job } from '@pawprint/protocol';
import { sameCause } from './attempt-groups.ts';
import { errorLine, firstLine } from './error-text.ts';
import { plainText } from './events/terminal-text.ts';
import { isOver, isWaiting } from './job-snapshot.ts';

export interface RowMessage {
  readonly text: string;
  readonly isError: boolean;
}

const neutral = (text: string): RowMessage => ({ text: plainText(text), isError: false });

/** The message in an extractor's row, about its latest job: why it failed or is where it is, or its latest informative message. */
export const extractorMessage = (job: Job): RowMessage => {
  if (hasFailed(job)) return { text: plainText(errorLine(job)), isError: true };
  if (job.state === 'CANCELLED') return neutral(CANCEL_LABELS[job.cancel?.outcome ?? 'stopped']);
  if (job.reason && (isWaiting(job) || BEFORE_MESSAGES.has(job.reason.code))) return neutral(job.reason.text);
  const message = latestMessage(job);
  return neutral(message || isOver(job) ? message : percentDone(job) || (job.reason?.text ?? ''));
};

/** These say more about a job than its latest message. */
const BEFORE_MESSAGES: ReadonlySet<string> = new Set(['silent', 'cancelling', 'revived', 'chain_limit']);

/** The message in a job's row. If the row above shows the error already, this one says after how many attempts. */
export const jobMessage = (
  job: Job,
  shownAbove: boolean,
  attempts: readonly Attempt[] | undefined,
): RowMessage => {
  if (!shownAbove || !hasFailed(job)) return extractorMessage(job);
  return neutral(attemptsNote(job, attempts) || errorLine(job));
};

export const hasFailed = (job: Job): boolean => job.state === 'FAILED' || job.state === 'LOST';

/** pyClowder and our SDK send these for every job, so they say nothing about this one. */
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

/** The first line of the latest message, or '' if that is a stock phrase. */
export const latestMessage = (job: Job): string => {
  const message = job.latest?.message ?? '';
  const phrase = message.trim().toLowerCase().replace(/\.+$/, '');
  return STOCK_PHRASES.has(phrase) ? '' : firstLine(message);
};

const attemptsNote = (job: Job, attempts: readonly Attempt[] | undefined): string => {
  if (job.attempt_count <= 1) return '';
  const all = attempts && sameCause(attempts) ? ', all with the same error' : '';
  return `after ${job.attempt_count} attempts${all}`;
};

const CANCEL_LABELS = {
  never_ran: 'never ran',
  stopped: 'stopped',
  finished_anyway: 'finished anyway',
} as const;

const percentDone = ({ progress }: Job): string =>
  progress === null ? '' : `${Math.round(progress * 100)}% done`;

/** The version of the extractor, or those that it may be ("2.0 or 3.1"); '' if nothing is known of it. */
export const versionText = ({
  extractor_version: version,
  extractor_version_candidates: candidates,
}: Pick<Job, 'extractor_version' | 'extractor_version_candidates'>): string =>
  version ?? candidates.join(' or ');

export const countAttempts = (count: number): string => (count === 1 ? '1 attempt' : `${count} attempts`);

/** The text beside the state on the job's page: how far the job is, or how it ended. */
export const stateSummary = (job: Job): string => {
  const { attempt_count: count } = job;
  if (job.state === 'RUNNING') return [`Attempt ${count}`, percentDone(job)].filter(Boolean).join(', ');
  if (isWaiting(job)) return count === 0 ? 'Not started yet' : `Waiting for attempt ${count + 1}`;
  if (job.state === 'FAILED' && job.error)
    return plainText(errorLine(job)) + (count > 1 ? ` (after ${countAttempts(count)})` : '');
  return count > 0 ? countAttempts(count) : '';
};

const CANCEL_SENTENCES = {
  never_ran: 'It never ran.',
  stopped: 'The extractor confirmed and stopped.',
  finished_anyway:
    'It finished anyway: the extractor could not be notified. What it uploaded after the request was refused.',
} as const;

/** Who asked to cancel the job, when, and how that ended; null without such a request. */
export const cancelSummary = (job: Job, formatTime: (at: string) => string): string | null => {
  if (!job.cancel) return null;
  const { requested_by: person, requested_at: at, outcome } = job.cancel;
  const request = `${person?.name ?? 'Somebody'} requested to cancel it at ${formatTime(at)}.`;
  if (outcome) return `${request} ${CANCEL_SENTENCES[outcome]}`;
  if (job.state === 'CANCELLED') return request;
  return `${request} The extractor has not ended yet; what it uploads from now on is refused.`;
};

export interface Submitter {
  /** A person, else the trigger; "unknown" for jobs that were inferred from reports. */
  readonly name: string;
  /** What submitted the job in the person's name; '' if they submitted it by hand. */
  readonly trigger: string;
  readonly known: boolean;
}

export const submitterOf = ({
  submitted_by: person,
  trigger,
}: Pick<Job, 'submitted_by' | 'trigger'>): Submitter => {
  if (person) return { name: person.name, trigger: trigger === 'manual' ? '' : trigger, known: true };
  if (trigger === 'legacy') return { name: 'unknown', trigger: '', known: false };
  return { name: trigger, trigger: '', known: true };
};
