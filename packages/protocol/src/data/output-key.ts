/**
 * Names an output within its job, e.g. `metadata:0`. Sending the same output again, in a repeated request or a later
 * attempt, replaces what is there: nothing an extractor makes is ever stored twice for one job.
 */
export const OUTPUT_KEY_HEADER = 'pawprint-output';
