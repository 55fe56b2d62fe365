import type { TrackedJob } from '../../model/job.ts';

/** Ids of jobs by what they work on, in the order in which they were added. */
export interface JobsByResource {
  readonly add: (job: TrackedJob) => void;
  readonly on: (resourceId: string) => readonly string[];
}

export const jobsByResource = (jobs: readonly TrackedJob[]): JobsByResource => {
  const ids = new Map<string, string[]>();
  const add = ({ facts: { id, resource } }: TrackedJob): void => {
    const others = ids.get(resource.id);
    if (others === undefined) ids.set(resource.id, [id]);
    else others.push(id);
  };
  for (const job of jobs) add(job);
  return { add, on: (resourceId) => ids.get(resourceId) ?? [] };
};
