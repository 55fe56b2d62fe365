import { REPORT_TRANSITIONS } from './report-transitions.ts';
import { SERVER_TRANSITIONS } from './server-transitions.ts';
import type { Transition } from './transition.ts';

/**
 * The life of a job: the only data that says which event moves it where. A pair of event and state
 * that no row names changes nothing, and the event is stored all the same.
 */
export const TRANSITIONS: readonly Transition[] = [...REPORT_TRANSITIONS, ...SERVER_TRANSITIONS];
