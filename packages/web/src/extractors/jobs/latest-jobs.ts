import type { Job } from '@pawprint/protocol';
import { newerOf, type SeenJob } from '../../jobs/job-snapshot.ts';

/** More than is ever shown, so that rows somebody is looking at do not fall out below while new ones come. */
const MOST_KEPT = 400;

const later = (one: SeenJob, other: SeenJob): number =>
  Date.parse(other.job.submitted_at) - Date.parse(one.job.submitted_at) ||
  (one.job.id < other.job.id ? 1 : -1);

/** Takes in jobs, told by an answer or by the stream: each once, its newest word, the latest submitted first. */
export const withJobs = (
  known: readonly SeenJob[],
  told: readonly Job[],
  seenAt: number,
): readonly SeenJob[] => {
  const jobs = new Map(known.map((seen) => [seen.job.id, seen]));
  for (const job of told) jobs.set(job.id, newerOf(jobs.get(job.id), { job, seenAt }));
  return [...jobs.values()].sort(later).slice(0, MOST_KEPT);
};

/**
 * What stands on the page: the `most` latest. While somebody points at the rows, `held` names those that stood there:
 * they stay, and what came since waits.
 */
export const shownJobs = (
  known: readonly SeenJob[],
  most: number,
  held: ReadonlySet<string> | null,
): { readonly shown: readonly SeenJob[]; readonly waiting: number } => {
  const latest = known.slice(0, most);
  if (!held) return { shown: latest, waiting: 0 };
  return {
    shown: known.filter(({ job }) => held.has(job.id)),
    waiting: latest.filter(({ job }) => !held.has(job.id)).length,
  };
};
