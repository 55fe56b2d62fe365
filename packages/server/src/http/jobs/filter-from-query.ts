import type { JobFilter } from '@pawprint/core';
import type { JobFilterQuery } from '@pawprint/protocol';
import type { Caller } from '../caller.ts';

/** `me` is whoever asks; for an extractor, the person its job runs for. */
const submitterOf = (asked: string, caller: Caller): string => {
  if (asked !== 'me') return asked;
  return caller.kind === 'user' ? caller.id : (caller.submittedBy ?? '');
};

const dropAbsent = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

export const filterFromQuery = (query: JobFilterQuery, caller: Caller): JobFilter =>
  dropAbsent<JobFilter>({
    resourceId: query.resource_id?.toLowerCase(),
    datasetId: query.dataset_id?.toLowerCase(),
    extractor: query.extractor,
    version: query.version,
    states: query.state,
    flag: query.flag,
    submittedBy: query.submitted_by === undefined ? undefined : submitterOf(query.submitted_by, caller),
    trigger: query.trigger,
    since: query.since === undefined ? undefined : Date.parse(query.since),
    until: query.until === undefined ? undefined : Date.parse(query.until),
    minElapsedMs: query.min_elapsed_ms,
    q: query.q,
  });
