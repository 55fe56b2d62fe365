import type { Instant } from '@pawprint/core';
import type { WantedJob } from '../../model/job.ts';
import type { BatchKnowledge } from './batch-knowledge.ts';
import { beginInferred, type JobInHand, takeInHand } from './job-in-hand.ts';
import { jobsByResource } from './jobs-by-resource.ts';

/** The jobs a batch is about, each as the deliveries so far have left it. */
export interface JobsAtHand {
  readonly get: (id: string) => JobInHand | undefined;
  /** Ids, the job heard last (or begun last) at the end. */
  readonly onResource: (resourceId: string) => readonly string[];
  readonly put: (job: JobInHand) => void;
  readonly begin: (wanted: WantedJob, now: Instant) => JobInHand;
  readonly all: () => readonly JobInHand[];
  /** Those that this batch has begun. */
  readonly begun: () => readonly JobInHand[];
}

export const jobsAtHand = ({ jobs, lastKinds }: Pick<BatchKnowledge, 'jobs' | 'lastKinds'>): JobsAtHand => {
  const byId = new Map(
    jobs.map((job) => [job.facts.id, takeInHand(job, lastKinds.get(job.facts.id) ?? null)]),
  );
  const byResource = jobsByResource(jobs);
  const begunIds: string[] = [];
  return {
    get: (id) => byId.get(id),
    onResource: byResource.on,
    put: (job) => void byId.set(job.id, job),
    begin: (wanted, now) => {
      const job = beginInferred(wanted, now);
      byId.set(job.id, job);
      byResource.add(job.change.after);
      begunIds.push(job.id);
      return job;
    },
    all: () => [...byId.values()],
    begun: () => begunIds.flatMap((id) => byId.get(id) ?? []),
  };
};
