import type { Job } from '@pawprint/protocol';
import { useState } from 'react';
import { isWaiting } from '../job-snapshot.ts';
import { hasFailed } from '../job-text.ts';
import { type ExtractionsState, type Group, latestOf, NO_EXTRACTIONS } from './extractions-state.ts';
import {
  type Filter,
  type FilteredPage,
  listJobs,
  NOTHING_SHOWN,
  passingGroups,
  type Shown,
} from './filter.ts';
import type { JobList } from './tree-rows.ts';

export interface View {
  readonly filter: Filter;
  readonly pages: ReadonlyMap<string, FilteredPage>;
  /** New jobs that are not shown until the reader asks for them. */
  readonly heldBack: ReadonlySet<string>;
}

export interface VisibleGroups {
  readonly order: readonly string[];
  readonly lists: ReadonlyMap<string, JobList>;
}

/** The extractors and jobs to show now. What has been shown is remembered until the filter changes. */
export const useVisibleGroups = (state: ExtractionsState | undefined, view: View): VisibleGroups => {
  const [remembered, setRemembered] = useState({ filter: view.filter, shown: NOTHING_SHOWN });
  const before = remembered.filter === view.filter ? remembered.shown : NOTHING_SHOWN;
  const visible = visibleGroups(state ?? NO_EXTRACTIONS, view, before);
  const shown = shownIn(visible);
  // React renders again at once with what is remembered now. That shows the same, so it happens once per change.
  if (remembered.filter !== view.filter || !isSameShown(before, shown))
    setRemembered({ filter: view.filter, shown });
  return visible;
};

/** @param shown what has been shown under this filter: it stays, in its order */
export const visibleGroups = (state: ExtractionsState, view: View, shown: Shown): VisibleGroups => {
  const groups = passingGroups(state, view.filter, shown).filter((group) => isAdmitted(group, view));
  const latest = groups.flatMap((group) => latestOf(state, group)?.job ?? []);
  return {
    order: keepOrder(shown.order, orderExtractors(latest)),
    lists: new Map(groups.map((group) => [group.extractor, visibleJobs(state, group, view, shown)])),
  };
};

export const shownIn = ({ order, lists }: VisibleGroups): Shown => ({
  order,
  jobs: new Set([...lists.values()].flatMap(({ jobs }) => jobs.map(({ job }) => job.id))),
});

export const isSameShown = (a: Shown, b: Shown): boolean =>
  a.order.length === b.order.length &&
  a.order.every((extractor, place) => extractor === b.order[place]) &&
  a.jobs.size === b.jobs.size &&
  [...a.jobs].every((id) => b.jobs.has(id));

/** A new extractor appears with its first job, so it is held back as long as all its jobs are. */
const isAdmitted = (group: Group, { heldBack }: View): boolean => group.ids.some((id) => !heldBack.has(id));

const visibleJobs = (state: ExtractionsState, group: Group, view: View, shown: Shown): JobList => {
  const list = listJobs(state, group, view.filter, view.pages.get(group.extractor), shown);
  return { ...list, jobs: list.jobs.filter(({ job }) => !view.heldBack.has(job.id)) };
};

/** Orders extractors by their latest jobs: running, waiting, failed and lost ones first, then by latest update. */
export const orderExtractors = (latest: readonly Job[]): string[] =>
  [...latest]
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        b.last_event_at.localeCompare(a.last_event_at) ||
        a.extractor.localeCompare(b.extractor),
    )
    .map(({ extractor }) => extractor);

const rank = (job: Job): number => {
  if (job.state === 'RUNNING') return 0;
  if (isWaiting(job)) return 1;
  return hasFailed(job) ? 2 : 3;
};

/**
 * Keeps the order that is shown even if states change, so that no row moves under the pointer. New names come on top;
 * names no longer wanted are removed.
 */
export const keepOrder = (shown: readonly string[], wanted: readonly string[]): string[] => {
  const before = new Set(shown);
  const still = new Set(wanted);
  return [...wanted.filter((name) => !before.has(name)), ...shown.filter((name) => still.has(name))];
};
