import type { JobProgress } from '../job.ts';
import { withFlag } from '../job-flags.ts';
import type { Moment } from '../moment.ts';
import type { Act } from '../transition.ts';
import { askCancel, cancelAnswered, cancelNeverRan, cancelStopped, cancelUnanswered } from './cancel-job.ts';
import { closeOpenAttempt, keepError } from './close-attempt.ts';
import { hear } from './hear.ts';
import { takeIntoLane, takeOutOfLane } from './lane.ts';
import { loseOpenAttempt } from './lose-attempt.ts';
import { note } from './note.ts';
import { openNextAttempt } from './open-attempt.ts';
import { reopenLostAttempt } from './reopen-attempt.ts';

type Step = (job: JobProgress, moment: Moment) => JobProgress;

const explain: Step = (job, { event }) => ({ ...job, reason: event.message });

const linkResubmission: Step = (job, { event: { resubmittedAs } }) =>
  resubmittedAs === undefined || job.resubmittedAs.includes(resubmittedAs)
    ? job
    : { ...job, resubmittedAs: [...job.resubmittedAs, resubmittedAs] };

/** What each word in the table's `acts` does. */
export const STEPS: Readonly<Record<Act, Step>> = {
  open_attempt: openNextAttempt,
  reopen_attempt: reopenLostAttempt,
  close_attempt: closeOpenAttempt,
  lose_open_attempt: loseOpenAttempt,
  hear,
  note,
  keep_error: keepError,
  explain,
  take_into_lane: takeIntoLane,
  take_out_of_lane: takeOutOfLane,
  ask_cancel: askCancel,
  cancel_never_ran: cancelNeverRan,
  cancel_stopped: cancelStopped,
  cancel_answered: cancelAnswered,
  cancel_unanswered: cancelUnanswered,
  link_resubmission: linkResubmission,
  flag_stalled: (job) => withFlag(job, 'stalled'),
  flag_cancel_requested: (job) => withFlag(job, 'cancel_requested'),
  flag_reopened: (job) => withFlag(job, 'reopened'),
  flag_ambiguous: (job) => withFlag(job, 'ambiguous'),
};
