import type { EventKind, Instant, MatchableJob } from '@pawprint/core';
import { type Job, newJob, type WantedJob } from '../../model/job.ts';
import { applyToChange, type JobChange, startChange, submittedEvent } from '../../model/job-change.ts';

/** A job that a batch is about, as the reports applied so far have left it. */
export interface BatchJob extends MatchableJob {
  readonly change: JobChange;
}

export interface BatchJobs {
  get(id: string): BatchJob | undefined;
  /** Ids of the jobs on a resource; the one that had the latest event, or was added last, at the end. */
  readonly onResource: (resourceId: string) => readonly string[];
  /** @param lastKind kind of the last event of the change */
  update(change: JobChange, lastKind: EventKind): void;
  /** Adds a job that is not stored yet. @param lastKind kind of the last event of the change */
  add(change: JobChange, lastKind: EventKind): BatchJob;
  /** Adds an inferred job, for reports that name none. */
  addInferred(wanted: WantedJob, now: Instant): BatchJob;
  all(): readonly BatchJob[];
  /** Those that this batch has added. */
  added(): readonly BatchJob[];
}

/** @param lastKinds kind of each job's last event, where it is known */
export const createBatchJobs = (
  jobs: readonly Job[],
  lastKinds: ReadonlyMap<string, EventKind>,
): BatchJobs => {
  const byId = new Map(
    jobs.map((job) => [job.facts.id, batchJob(startChange(job), lastKinds.get(job.facts.id) ?? null)]),
  );
  const byResource = groupByResource(jobs);
  const addedIds: string[] = [];
  const add = (change: JobChange, lastKind: EventKind): BatchJob => {
    const added = batchJob(change, lastKind);
    byId.set(added.id, added);
    addToResource(byResource, change.after);
    addedIds.push(added.id);
    return added;
  };
  return {
    add,
    get: (id) => byId.get(id),
    onResource: (resourceId) => byResource.get(resourceId) ?? [],
    update: (change, lastKind) => void byId.set(change.after.facts.id, batchJob(change, lastKind)),
    addInferred(wanted, now) {
      const job = newJob(wanted, now);
      return add(applyToChange(startChange(job), submittedEvent(job, now), now), 'SUBMITTED');
    },
    all: () => [...byId.values()],
    added: () => addedIds.flatMap((id) => byId.get(id) ?? []),
  };
};

const batchJob = (change: JobChange, lastKind: EventKind | null): BatchJob => {
  const { facts, progress } = change.after;
  return {
    id: facts.id,
    isInferred: progress.flags.has('inferred'),
    state: progress.state,
    isRetried: progress.attempts.some(({ outcome }) => outcome === 'RESUBMITTED'),
    lastKind,
    lastEventAt: progress.lastEventAt,
    lastStartAt: progress.attempts.at(-1)?.startedAt ?? null,
    change,
  };
};

/** Ids of jobs by the resource they work on, in the order given. */
export const groupByResource = (jobs: readonly Job[]): Map<string, string[]> => {
  const byResource = new Map<string, string[]>();
  for (const job of jobs) addToResource(byResource, job);
  return byResource;
};

const addToResource = (byResource: Map<string, string[]>, { facts: { id, resource } }: Job): void => {
  const ids = byResource.get(resource.id);
  if (ids === undefined) byResource.set(resource.id, [id]);
  else ids.push(id);
};
