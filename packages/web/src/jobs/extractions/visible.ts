import { type ExtractionsState, type Group, latestOf } from './extractions-state.ts';
import { type Filter, type FilteredPage, listJobs, passingGroups, type Shown } from './filter.ts';
import { keepOrder, orderGroups } from './order-groups.ts';
import type { JobList } from './tree-rows.ts';

export interface View {
  readonly filter: Filter;
  readonly pages: ReadonlyMap<string, FilteredPage>;
  /** New jobs that wait until the reader lets them in. */
  readonly waiting: ReadonlySet<string>;
}

export interface Visible {
  readonly order: readonly string[];
  readonly lists: ReadonlyMap<string, JobList>;
}

export const NOTHING_VISIBLE: Visible = { order: [], lists: new Map() };

const shownIn = ({ order, lists }: Visible): Shown => ({
  extractors: new Set(order),
  jobs: new Set([...lists.values()].flatMap(({ jobs }) => jobs.map(({ job }) => job.id))),
});

/** An extractor that is new here comes in with its first job. */
const isAdmitted = (group: Group, { waiting }: View): boolean => group.ids.some((id) => !waiting.has(id));

const orderOf = (state: ExtractionsState, groups: readonly Group[]): string[] =>
  orderGroups(
    groups.flatMap((group) => {
      const latest = latestOf(state, group);
      return latest ? [{ extractor: group.extractor, latest: latest.job }] : [];
    }),
  );

const listOf = (state: ExtractionsState, group: Group, view: View, shown: Shown): JobList => {
  const list = listJobs(state, group, view.filter, view.pages.get(group.extractor), shown);
  return { ...list, jobs: list.jobs.filter(({ job }) => !view.waiting.has(job.id)) };
};

/**
 * Which extractors and jobs are to be seen. `before` is what was seen under the same filter: that stays, in its order.
 */
export const visible = (state: ExtractionsState, view: View, before: Visible): Visible => {
  const shown = shownIn(before);
  const groups = passingGroups(state, view.filter, shown).filter((group) => isAdmitted(group, view));
  return {
    order: keepOrder(before.order, orderOf(state, groups)),
    lists: new Map(groups.map((group) => [group.extractor, listOf(state, group, view, shown)])),
  };
};
