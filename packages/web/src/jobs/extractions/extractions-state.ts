import type { Extractions, ExtractorGroup, Job } from '@pawprint/protocol';
import { newerOf, type SeenJob } from '../job-snapshot.ts';

export type StateCounts = Readonly<Partial<Record<Job['state'], number>>>;

/** One extractor's jobs on the resource. `ids` are those loaded, newest first; `next` leads to the older ones. */
export interface Group {
  readonly extractor: string;
  readonly total: number;
  readonly states: StateCounts;
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** What this page knows of a resource's jobs: put together from answers and the live stream, in whatever order. */
export interface ExtractionsState {
  readonly jobs: ReadonlyMap<string, SeenJob>;
  readonly groups: ReadonlyMap<string, Group>;
}

export const NOTHING_KNOWN: ExtractionsState = { jobs: new Map(), groups: new Map() };

/** Newest first, as the server lists them. */
const compareJobs = (a: Job, b: Job): number =>
  b.submitted_at.localeCompare(a.submitted_at) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

export const latestOf = ({ jobs }: ExtractionsState, group: Group): SeenJob | undefined =>
  jobs.get(group.ids[0] ?? '');

const sorted = (jobs: ReadonlyMap<string, SeenJob>, ids: Iterable<string>): string[] =>
  [...new Set(ids)]
    .flatMap((id) => jobs.get(id) ?? [])
    .map(({ job }) => job)
    .sort(compareJobs)
    .map(({ id }) => id);

const counted = (states: StateCounts, state: Job['state'], by: 1 | -1): StateCounts => {
  const { [state]: before = 0, ...others } = states;
  const after = before + by;
  return after > 0 ? { ...others, [state]: after } : others;
};

const moved = (states: StateCounts, from: Job['state'], to: Job['state']): StateCounts =>
  from === to ? states : counted(counted(states, from, -1), to, 1);

const withJobs = (
  known: ReadonlyMap<string, SeenJob>,
  told: readonly Job[],
  now: number,
): Map<string, SeenJob> => {
  const jobs = new Map(known);
  for (const job of told) jobs.set(job.id, newerOf(jobs.get(job.id), { job, seenAt: now }));
  return jobs;
};

/** Pages loaded before stay if they still join on to the answer's; where more came in between, they are let go. */
const joins = (known: Group, answer: ExtractorGroup): boolean =>
  answer.next === null || answer.jobs.some(({ id }) => known.ids.includes(id));

/** The stream may have told of jobs that the answer, taken a moment earlier, does not have yet. */
const cameSince = (jobs: ReadonlyMap<string, SeenJob>, known: Group, answer: ExtractorGroup): string[] =>
  known.ids.filter((id) => {
    const job = jobs.get(id)?.job;
    return job !== undefined && compareJobs(job, answer.latest_job) < 0;
  });

const groupOf = (
  jobs: ReadonlyMap<string, SeenJob>,
  known: Group | undefined,
  answer: ExtractorGroup,
): Group => {
  const newer = known ? cameSince(jobs, known, answer) : [];
  const kept = known && joins(known, answer) ? known.ids : newer;
  const ids = sorted(jobs, [...kept, ...answer.jobs.map(({ id }) => id)]);
  const corrected = answer.jobs.reduce(
    (states, told) => moved(states, told.state, jobs.get(told.id)?.job.state ?? told.state),
    answer.states as StateCounts,
  );
  const states = newer.reduce((all, id) => {
    const job = jobs.get(id)?.job;
    return job ? counted(all, job.state, 1) : all;
  }, corrected);
  const deeper = known !== undefined && kept === known.ids && known.ids.length > answer.jobs.length;
  return {
    extractor: answer.extractor,
    total: answer.jobs_total + newer.length,
    states,
    ids,
    next: deeper ? known.next : answer.next,
  };
};

/** Takes in an answer of the server. */
export const loaded = (known: ExtractionsState, answer: Extractions, now: number): ExtractionsState => {
  const told = answer.extractors.flatMap(({ jobs, latest_job }) => [latest_job, ...jobs]);
  const jobs = withJobs(known.jobs, told, now);
  const groups = new Map(known.groups);
  for (const group of answer.extractors)
    groups.set(group.extractor, groupOf(jobs, known.groups.get(group.extractor), group));
  return { jobs, groups };
};

/** Takes in a page of older jobs of one extractor. */
export const paged = (
  known: ExtractionsState,
  extractor: string,
  page: { readonly items: readonly Job[]; readonly next: string | null },
  now: number,
): ExtractionsState => {
  const group = known.groups.get(extractor);
  if (!group) return known;
  const jobs = withJobs(known.jobs, page.items, now);
  const ids = sorted(jobs, [...group.ids, ...page.items.map(({ id }) => id)]);
  return { jobs, groups: new Map(known.groups).set(extractor, { ...group, ids, next: page.next }) };
};

/** Jobs told of outside the list's order (a filtered page): known from now on, but not rows of their group. */
export const noticed = (known: ExtractionsState, told: readonly Job[], now: number): ExtractionsState => ({
  ...known,
  jobs: withJobs(known.jobs, told, now),
});

const newGroup = (job: Job): Group => ({
  extractor: job.extractor,
  total: 1,
  states: { [job.state]: 1 },
  ids: [job.id],
  next: null,
});

const withNewJob = (jobs: ReadonlyMap<string, SeenJob>, group: Group, job: Job): Group => ({
  ...group,
  total: group.total + 1,
  states: counted(group.states, job.state, 1),
  ids: sorted(jobs, [job.id, ...group.ids]),
});

export interface Heard {
  readonly state: ExtractionsState;
  /** It was about an older job that is not loaded: the counts are to be asked for again. */
  readonly outOfSight: boolean;
}

/** A job further down than what is loaded is not a new one. */
const isBelow = ({ jobs }: ExtractionsState, group: Group, job: Job): boolean => {
  const oldest = jobs.get(group.ids.at(-1) ?? '')?.job;
  return group.next !== null && oldest !== undefined && compareJobs(job, oldest) > 0;
};

const groupAfter = (known: ExtractionsState, jobs: ReadonlyMap<string, SeenJob>, job: Job): Group => {
  const group = known.groups.get(job.extractor);
  if (!group) return newGroup(job);
  if (!group.ids.includes(job.id)) return withNewJob(jobs, group, job);
  const before = known.jobs.get(job.id)?.job.state ?? job.state;
  const after = jobs.get(job.id)?.job.state ?? job.state;
  return { ...group, states: moved(group.states, before, after) };
};

/** Takes in a job from the stream. */
export const heard = (known: ExtractionsState, job: Job, now: number): Heard => {
  const group = known.groups.get(job.extractor);
  const jobs = withJobs(known.jobs, [job], now);
  if (group && !group.ids.includes(job.id) && isBelow(known, group, job)) {
    // A filtered page may be showing it, so what is said of it is kept all the same.
    return { state: known.jobs.has(job.id) ? { ...known, jobs } : known, outOfSight: true };
  }
  const groups = new Map(known.groups).set(job.extractor, groupAfter(known, jobs, job));
  return { state: { jobs, groups }, outOfSight: false };
};
