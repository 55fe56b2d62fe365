import type { Job } from '@pawprint/protocol';
import type { SeenJob } from '../job-snapshot.ts';
import { byWhom } from '../job-text.ts';
import type { ExtractionsState, Group, StateCounts } from './extractions-state.ts';
import type { JobList } from './tree-rows.ts';

export interface Filter {
  readonly state: Job['state'] | null;
  /** Words of an extractor, an id, a person, a message. */
  readonly find: string;
}

export const NO_FILTER: Filter = { state: null, find: '' };

/**
 * What was shown since the filter was set. A row that stops matching stays until the next filter: nothing leaves from
 * under the pointer.
 */
export interface Shown {
  readonly extractors: ReadonlySet<string>;
  readonly jobs: ReadonlySet<string>;
}

export const NOTHING_SHOWN: Shown = { extractors: new Set(), jobs: new Set() };

/** Pages of older jobs in one state, asked for while that state is chosen. */
export interface FilteredPage {
  readonly ids: readonly string[];
  readonly next: string | null;
}

export const countStates = ({ groups }: ExtractionsState): StateCounts => {
  const sums: Partial<Record<Job['state'], number>> = {};
  for (const { states } of groups.values())
    for (const [state, count] of Object.entries(states) as [Job['state'], number][])
      sums[state] = (sums[state] ?? 0) + count;
  return sums;
};

const spoken = ({ job }: SeenJob): string =>
  [
    job.extractor,
    job.extractor_version,
    job.id,
    byWhom(job).who,
    job.latest?.message,
    job.error?.message,
    job.reason,
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();

const matches = (seen: SeenJob, { state, find }: Filter): boolean =>
  (state === null || seen.job.state === state) && spoken(seen).includes(find.trim().toLowerCase());

/**
 * The jobs of a group that pass. The count of a state is the server's; text is sought in what is loaded, and no count
 * is claimed for what is not.
 */
export const listJobs = (
  { jobs }: ExtractionsState,
  group: Group,
  filter: Filter,
  page: FilteredPage | undefined,
  shown: Shown = NOTHING_SHOWN,
): JobList => {
  const ids = filter.state === null || !page ? group.ids : [...new Set([...group.ids, ...page.ids])];
  const known = ids.flatMap((id) => jobs.get(id) ?? []);
  const passing = known.filter((seen) => shown.jobs.has(seen.job.id) || matches(seen, filter));
  const total = filter.state === null ? group.total : (group.states[filter.state] ?? 0);
  const ofState = filter.state === null ? known : known.filter(({ job }) => job.state === filter.state);
  const atEnd = filter.state === null || !page ? group.next === null : page.next === null;
  return {
    jobs: passing,
    count: filter.find.trim() === '' ? Math.max(total, passing.length) : passing.length,
    left: atEnd ? 0 : Math.max(0, total - ofState.length),
  };
};

/** The extractors that have something to show. */
export const passingGroups = (
  state: ExtractionsState,
  filter: Filter,
  shown: Shown = NOTHING_SHOWN,
): Group[] =>
  [...state.groups.values()].filter((group) => {
    if (shown.extractors.has(group.extractor)) return true;
    const inState = filter.state === null || (group.states[filter.state] ?? 0) > 0;
    if (!inState || filter.find.trim() === '') return inState;
    return listJobs(state, group, filter, undefined).jobs.length > 0;
  });
