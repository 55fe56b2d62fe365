import type { Instant } from '@pawprint/core';
import type { ExtractorGroup } from '@pawprint/protocol';
import type { Caller } from '../../model/caller.ts';
import type { ExtractorJobs, ResourceJobs } from '../../model/job.ts';
import { noSuchResource } from '../../model/refusal.ts';
import { writeCursor } from '../../store/jobs/list-jobs.ts';
import { readExtractions } from '../../store/jobs/read-extractions.ts';
import { jobToWire } from '../../wire/job.ts';
import { type Handler, ok } from '../handler.ts';
import type { JobHandlerPorts } from './ports.ts';

export const extractionsHandler =
  (
    ports: JobHandlerPorts,
    type: 'file' | 'dataset',
  ): Handler<'fileExtractions'> & Handler<'datasetExtractions'> =>
  async ({
    params: { id },
    caller,
  }: {
    readonly params: { readonly id: string };
    readonly caller: Caller;
  }) => {
    const found = await readExtractions(ports.db, { type, id });
    if (found === undefined || !(await canSeeJobs(ports, caller, found))) return noSuchResource(type, id);
    const now = ports.now();
    return ok({ extractors: found.extractors.flatMap((group) => groupToWire(group, now)) });
  };

const groupToWire = ({ extractor, total, states, jobs }: ExtractorJobs, now: Instant): ExtractorGroup[] => {
  const [latest] = jobs;
  const last = jobs.at(-1);
  if (latest === undefined || last === undefined) return [];
  return [
    {
      extractor,
      latest_job: jobToWire(latest, now),
      jobs_total: total,
      states: { ...states },
      jobs: jobs.map((job) => jobToWire(job, now)),
      next: total > jobs.length ? writeCursor('-submitted_at', last, now) : null,
    },
  ];
};

/** The jobs of a deleted resource remain, for callers with the right to see all jobs. */
const canSeeJobs = (
  { hasRight }: JobHandlerPorts,
  caller: Caller,
  { datasetId }: ResourceJobs,
): Promise<boolean> =>
  hasRight(caller, 'see', datasetId === null ? { type: 'instance' } : { type: 'dataset', id: datasetId });
