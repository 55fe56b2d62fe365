import type { Extractions, ExtractorGroup, Job } from '@pawprint/protocol';
import { type JobSnapshot, newerSnapshot } from '../job-snapshot.ts';

export type StateCounts = Readonly<Partial<Record<Job['state'], number>>>;

/** One extractor's jobs on the resource: `ids` of the loaded ones, newest first; `next` is the cursor of the older ones. */
export interface Group {
  readonly extractor: string;
  readonly total: number;
  readonly states: StateCounts;
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** The jobs of a resource, merged from answers and live updates in whatever order they arrive. */
export interface ExtractionsState {
  readonly jobs: ReadonlyMap<string, JobSnapshot>;
  readonly groups: ReadonlyMap<string, Group>;
}

export const NO_EXTRACTIONS: ExtractionsState = { jobs: new Map(), groups: new Map() };

export const latestOf = ({ jobs }: ExtractionsState, group: Group): JobSnapshot | undefined =>
  jobs.get(group.ids[0] ?? '');

/** Merges the server's answer for the whole resource. */
export const mergeAnswer = (known: ExtractionsState, answer: Extractions, now: number): ExtractionsState => {
  const received = answer.extractors.flatMap(({ jobs, latest_job }) => [latest_job, ...jobs]);
  const jobs = addJobs(known.jobs, received, now);
  const groups = new Map(known.groups);
  for (const group of answer.extractors)
    groups.set(group.extractor, mergeGroup(jobs, known.groups.get(group.extractor), group));
  return { jobs, groups };
};

/** Merges a page of older jobs of one extractor. */
export const mergeOlderPage = (
  known: ExtractionsState,
  extractor: string,
  page: { readonly items: readonly Job[]; readonly next: string | null },
  now: number,
): ExtractionsState => {
  const group = known.groups.get(extractor);
  if (!group) return known;
  const jobs = addJobs(known.jobs, page.items, now);
  const ids = sortIds(jobs, [...group.ids, ...page.items.map(({ id }) => id)]);
  return { jobs, groups: new Map(known.groups).set(extractor, { ...group, ids, next: page.next }) };
};

/**
 * Merges jobs and leaves the lists and counts of their groups as they are: those of a filtered page, since jobs between
 * them are not loaded, and those that a group has counted already.
 */
export const mergeOnlyJobs = (
  known: ExtractionsState,
  jobs: readonly Job[],
  now: number,
): ExtractionsState => ({ ...known, jobs: addJobs(known.jobs, jobs, now) });

export interface MergedUpdate {
  readonly state: ExtractionsState;
  /** The job was not added to its group: the group has to be loaded again. */
  readonly isNotLoaded: boolean;
}

/** New jobs of one extractor that are merged one by one. Where thousands are submitted at once, the server's answer has the newest. */
const MOST_FROM_STREAM = 100;

/** Merges a live update of one job. */
export const mergeUpdate = (known: ExtractionsState, job: Job, now: number): MergedUpdate => {
  const group = known.groups.get(job.extractor);
  const jobs = addJobs(known.jobs, [job], now);
  if (group && !group.ids.includes(job.id) && !isAddedToGroup(known, group, job)) {
    // The job is kept up to date all the same if it is known: a filtered page may show it.
    return { state: known.jobs.has(job.id) ? { ...known, jobs } : known, isNotLoaded: true };
  }
  const groups = new Map(known.groups).set(job.extractor, updateGroup(known, jobs, job));
  return { state: { jobs, groups }, isNotLoaded: false };
};

const addJobs = (
  known: ReadonlyMap<string, JobSnapshot>,
  received: readonly Job[],
  now: number,
): Map<string, JobSnapshot> => {
  const jobs = new Map(known);
  for (const job of received) jobs.set(job.id, newerSnapshot(jobs.get(job.id), { job, receivedAt: now }));
  return jobs;
};

const mergeGroup = (
  jobs: ReadonlyMap<string, JobSnapshot>,
  known: Group | undefined,
  answer: ExtractorGroup,
): Group => {
  const newer = known ? idsNewerThan(jobs, known, answer) : [];
  const kept = known && overlaps(known, answer) ? known.ids : newer;
  const keepsOlderPages = known !== undefined && kept === known.ids && known.ids.length > answer.jobs.length;
  return {
    extractor: answer.extractor,
    total: answer.jobs_total + newer.length,
    states: correctCounts(jobs, answer, newer),
    ids: sortIds(jobs, [...kept, ...answer.jobs.map(({ id }) => id)]),
    next: keepsOlderPages ? known.next : answer.next,
  };
};

/** Jobs that the stream delivered after the answer was made. */
const idsNewerThan = (
  jobs: ReadonlyMap<string, JobSnapshot>,
  known: Group,
  answer: ExtractorGroup,
): string[] =>
  known.ids.filter((id) => {
    const job = jobs.get(id)?.job;
    return job !== undefined && compareJobs(job, answer.latest_job) < 0;
  });

/** Older pages are kept only if they continue the answer's list; otherwise jobs between them would be missing. */
const overlaps = (known: Group, answer: ExtractorGroup): boolean =>
  answer.next === null || answer.jobs.some(({ id }) => known.ids.includes(id));

/** The answer's counts, corrected by what is known of its jobs from newer updates. */
const correctCounts = (
  jobs: ReadonlyMap<string, JobSnapshot>,
  answer: ExtractorGroup,
  newer: readonly string[],
): StateCounts => {
  let states: StateCounts = answer.states;
  for (const { id, state } of answer.jobs)
    states = moveCount(states, state, jobs.get(id)?.job.state ?? state);
  for (const id of newer) {
    const job = jobs.get(id)?.job;
    if (job) states = addCount(states, job.state, 1);
  }
  return states;
};

const isAddedToGroup = (known: ExtractionsState, group: Group, job: Job): boolean =>
  group.ids.length < MOST_FROM_STREAM && !isOlderThanLoaded(known, group, job);

const isOlderThanLoaded = ({ jobs }: ExtractionsState, group: Group, job: Job): boolean => {
  const oldest = jobs.get(group.ids.at(-1) ?? '')?.job;
  return group.next !== null && oldest !== undefined && compareJobs(job, oldest) > 0;
};

const updateGroup = (known: ExtractionsState, jobs: ReadonlyMap<string, JobSnapshot>, job: Job): Group => {
  const { id, extractor, state } = job;
  const group = known.groups.get(extractor);
  if (!group) return { extractor, total: 1, states: { [state]: 1 }, ids: [id], next: null };
  if (!group.ids.includes(id))
    return {
      ...group,
      total: group.total + 1,
      states: addCount(group.states, state, 1),
      ids: sortIds(jobs, [id, ...group.ids]),
    };
  const before = known.jobs.get(id)?.job.state ?? state;
  const after = jobs.get(id)?.job.state ?? state;
  return { ...group, states: moveCount(group.states, before, after) };
};

const moveCount = (states: StateCounts, from: Job['state'], to: Job['state']): StateCounts =>
  from === to ? states : addCount(addCount(states, from, -1), to, 1);

const addCount = (states: StateCounts, state: Job['state'], by: 1 | -1): StateCounts => {
  const { [state]: before = 0, ...others } = states;
  const after = before + by;
  return after > 0 ? { ...others, [state]: after } : others;
};

const sortIds = (jobs: ReadonlyMap<string, JobSnapshot>, ids: Iterable<string>): string[] =>
  [...new Set(ids)]
    .flatMap((id) => jobs.get(id) ?? [])
    .map(({ job }) => job)
    .sort(compareJobs)
    .map(({ id }) => id);

/** Newest first, as the server lists jobs. */
const compareJobs = (a: Job, b: Job): number =>
  b.submitted_at.localeCompare(a.submitted_at) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
