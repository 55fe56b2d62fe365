import type { Job } from '@pawprint/protocol';
import type { JobSnapshot } from '../job-snapshot.ts';
import { submitterOf, versionText } from '../job-text.ts';
import type { ExtractionsState, Group, StateCounts } from './extractions-state.ts';
import type { JobList } from './tree-rows.ts';

export interface Filter {
  readonly state: Job['state'] | null;
  /** Part of an extractor's, a file's or a person's name, of an id or of a message. */
  readonly find: string;
}

/** What has been shown since the filter was set. A row that stops matching stays, so that no row moves under the pointer. */
export interface Shown {
  /** Extractors, in the order of their rows. */
  readonly order: readonly string[];
  readonly jobs: ReadonlySet<string>;
}

export const NOTHING_SHOWN: Shown = { order: [], jobs: new Set() };

/** Older jobs in one state, loaded while that state is chosen. */
export interface FilteredPage {
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** States in the order in which their counts are shown: those that need attention first. */
export const STATES_IN_ORDER: readonly Job['state'][] = [
  'RUNNING',
  'SUBMITTED',
  'QUEUED',
  'RESUBMITTED',
  'FAILED',
  'LOST',
  'SUCCEEDED',
  'SKIPPED',
  'CANCELLED',
];

/** How many jobs of the resource are in each state, loaded or not. */
export const countStates = ({ groups }: ExtractionsState): StateCounts => {
  const sums: Partial<Record<Job['state'], number>> = {};
  for (const { states } of groups.values())
    for (const [state, count] of Object.entries(states) as [Job['state'], number][])
      sums[state] = (sums[state] ?? 0) + count;
  return sums;
};

/** The extractors with jobs that pass the filter, and those already shown. */
export const passingGroups = (state: ExtractionsState, filter: Filter, shown: Shown): Group[] =>
  [...state.groups.values()].filter((group) => {
    if (shown.order.includes(group.extractor)) return true;
    const hasState = filter.state === null || (group.states[filter.state] ?? 0) > 0;
    if (!hasState || filter.find.trim() === '') return hasState;
    return listJobs(state, group, filter, undefined, NOTHING_SHOWN).jobs.length > 0;
  });

/**
 * The jobs of a group that pass the filter. The number of jobs in a state comes from the server; a text is searched for
 * in the loaded jobs only, and only those are counted then.
 */
export const listJobs = (
  { jobs }: ExtractionsState,
  group: Group,
  filter: Filter,
  page: FilteredPage | undefined,
  shown: Shown,
): JobList => {
  const { state, find } = filter;
  const ids = state === null || !page ? group.ids : [...new Set([...group.ids, ...page.ids])];
  const loaded = ids.flatMap((id) => jobs.get(id) ?? []);
  const passing = loaded.filter((snapshot) => shown.jobs.has(snapshot.job.id) || matches(snapshot, filter));
  const total = state === null ? group.total : (group.states[state] ?? 0);
  const loadedInState = state === null ? loaded : loaded.filter(({ job }) => job.state === state);
  const isAtEnd = state === null || !page ? group.next === null : page.next === null;
  return {
    jobs: passing,
    count: find.trim() === '' ? Math.max(total, passing.length) : passing.length,
    left: isAtEnd ? 0 : Math.max(0, total - loadedInState.length),
  };
};

const matches = (snapshot: JobSnapshot, { state, find }: Filter): boolean =>
  (state === null || snapshot.job.state === state) &&
  searchableText(snapshot.job).includes(find.trim().toLowerCase());

const searchableText = (job: Job): string =>
  [
    job.extractor,
    versionText(job),
    job.id,
    job.resource.name,
    job.cause?.name,
    submitterOf(job).name,
    job.latest?.message,
    job.error?.message,
    job.reason?.text,
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
