import type { Attempt, Job } from '@pawprint/protocol';
import { sameCause } from './attempt-groups.ts';
import { errorLine, tellingMessage } from './error-text.ts';
import { plainText } from './events/terminal-text.ts';
import { isOver } from './job-snapshot.ts';
import { isWaiting } from './waiting-reason.tsx';

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

interface ByWhom {
  /** A person's name; the trigger where nobody asked; "unknown" where nobody can know. */
  readonly who: string;
  /** What made the person's job, where they did not ask for it by hand. */
  readonly trigger: string;
  readonly known: boolean;
}

export const byWhom = ({ submitted_by: person, trigger }: Pick<Job, 'submitted_by' | 'trigger'>): ByWhom => {
  if (person) return { who: person.name, trigger: trigger === 'manual' ? '' : trigger, known: true };
  return trigger === 'legacy'
    ? { who: 'unknown', trigger: '', known: false }
    : { who: trigger, trigger: '', known: true };
};

const OUTCOMES = {
  never_ran: 'It never ran.',
  stopped: 'The extractor confirmed and stopped.',
  finished_anyway:
    'It finished anyway: the extractor could not be told. What it uploaded after the request was refused.',
} as const;

const openEnded = (job: Job): string =>
  job.state === 'CANCELLED' ? '' : 'The extractor has yet to end; what it uploads from now on is refused.';

/** Who asked, when, and which of the three endings it had. */
export const cancelSentence = (job: Job, clock: (at: string) => string): string | null => {
  if (!job.cancel) return null;
  const { requested_by: person, requested_at: at, outcome } = job.cancel;
  const asked = `${person?.name ?? 'Somebody'} asked to cancel at ${clock(at)}.`;
  return `${asked} ${outcome ? OUTCOMES[outcome] : openEnded(job)}`.trim();
};

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
