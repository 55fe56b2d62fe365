import { isTerminal, type JobProgress, type JobState } from './job.ts';
import { withoutFlags } from './job-flags.ts';
import type { Moment } from './moment.ts';
import { reportedEnd } from './reported-end.ts';
import type { Transition } from './transition.ts';

/** A lost job may come back, and is still to be cancelled then. */
const withoutSpentFlags = (job: JobProgress, state: JobState): JobProgress => {
  if (!isTerminal(state)) return job;
  return state === 'LOST'
    ? withoutFlags(job, 'stalled', 'ambiguous')
    : withoutFlags(job, 'stalled', 'ambiguous', 'cancel_requested');
};

/** Enters the state the row leads to. Here alone is `finishedAt` set and cleared, so it always agrees with the state. */
export const arrive = (job: JobProgress, to: Transition['to'], { event, at }: Moment): JobProgress => {
  const state = to === 'as_reported' ? reportedEnd(event.kind)?.job : to;
  if (state === undefined || state === 'stays') return job;
  return { ...withoutSpentFlags(job, state), state, finishedAt: isTerminal(state) ? at : null };
};
