import type { Caller } from '../../model/caller.ts';
import type { JobFacts } from '../../model/job.ts';
import type { Database } from '../database.ts';

/** The chain of a job that a change by this caller sets off: none for a person, else that of the caller's job and itself. */
export const readChain = async (db: Database, by: Caller): Promise<JobFacts['chain']> => {
  if (by.kind !== 'job') return [];
  const job = await db.selectFrom('jobs').select('chain').where('id', '=', by.jobId).executeTakeFirst();
  return [...(job?.chain ?? []), { jobId: by.jobId, extractor: by.extractor }];
};
