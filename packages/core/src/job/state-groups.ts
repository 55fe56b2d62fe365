import { JOB_STATES, type JobState } from './job.ts';

/** No attempt is open and one is awaited. */
export const WAITING_STATES: readonly JobState[] = ['SUBMITTED', 'QUEUED', 'RESUBMITTED'];
/** The extractor said how it ended. */
export const SETTLED_STATES: readonly JobState[] = ['SUCCEEDED', 'FAILED', 'SKIPPED'];
export const NON_TERMINAL_STATES: readonly JobState[] = [...WAITING_STATES, 'RUNNING'];
export const ANY_STATE: readonly JobState[] = JOB_STATES;
