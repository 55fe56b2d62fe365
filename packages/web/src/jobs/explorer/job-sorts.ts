/** Apart from the list, since the router reads addresses before the page's code is loaded. */
export const JOB_SORTS = ['-submitted_at', 'submitted_at', '-last_event_at', '-elapsed_ms'] as const;

export type JobSort = (typeof JOB_SORTS)[number];
