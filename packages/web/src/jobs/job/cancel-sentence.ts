import type { Job } from '@pawprint/protocol';

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
