import type { Job } from '@pawprint/protocol';
import { useState } from 'react';
import { isWaiting } from '../waiting-reason.tsx';
import { type ExtractionsState, type Group, latestOf, NOTHING_KNOWN } from './extractions-state.ts';
import { type Filter, type FilteredPage, listJobs, passingGroups, type Shown } from './filter.ts';
import type { JobList } from './tree-rows.ts';

type Look = (state: ExtractionsState | undefined, view: View) => Visible;

/** Remembers what was seen under a filter; another filter begins anew. Looking twice at the same shows the same. */
const rememberingLook = (): Look => {
  let filter: Filter | null = null;
  let seen = NOTHING_VISIBLE;
  return (state, view) => {
    seen = visible(state ?? NOTHING_KNOWN, view, filter === view.filter ? seen : NOTHING_VISIBLE);
    filter = view.filter;
    return seen;
  };
};

/** What is to be seen now. */
export const useVisible = (state: ExtractionsState | undefined, view: View): Visible => {
  const [look] = useState(rememberingLook);
  return look(state, view);
};

interface View {
  readonly filter: Filter;
  readonly pages: ReadonlyMap<string, FilteredPage>;
  /** New jobs that wait until the reader lets them in. */
  readonly waiting: ReadonlySet<string>;
}

interface Visible {
  readonly order: readonly string[];
  readonly lists: ReadonlyMap<string, JobList>;
}

const NOTHING_VISIBLE: Visible = { order: [], lists: new Map() };

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
const visible = (state: ExtractionsState, view: View, before: Visible): Visible => {
  const shown = shownIn(before);
  const groups = passingGroups(state, view.filter, shown).filter((group) => isAdmitted(group, view));
  return {
    order: keepOrder(before.order, orderOf(state, groups)),
    lists: new Map(groups.map((group) => [group.extractor, listOf(state, group, view, shown)])),
  };
};

interface Ordered {
  readonly extractor: string;
  readonly latest: Job;
}

const rank = (job: Job): number => {
  if (job.state === 'RUNNING') return 0;
  if (isWaiting(job)) return 1;
  return job.state === 'FAILED' || job.state === 'LOST' ? 2 : 3;
};

/** Running, waiting, failed and lost, then by latest update. */
export const orderGroups = (groups: readonly Ordered[]): string[] =>
  [...groups]
    .sort(
      (a, b) =>
        rank(a.latest) - rank(b.latest) ||
        b.latest.last_event_at.localeCompare(a.latest.last_event_at) ||
        a.extractor.localeCompare(b.extractor),
    )
    .map(({ extractor }) => extractor);

/**
 * An order once shown stays, whatever the rows turn into: nothing moves under the pointer. What is new comes on top,
 * what is gone leaves.
 */
export const keepOrder = (shown: readonly string[], wanted: readonly string[]): string[] => {
  const before = new Set(shown);
  const still = new Set(wanted);
  return [...wanted.filter((name) => !before.has(name)), ...shown.filter((name) => still.has(name))];
};
