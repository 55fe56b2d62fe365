import type { Job } from '@pawprint/protocol';
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type RefObject, useMemo, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys, type ResourceKey } from '../../api/query-keys.ts';
import { badgeOfState } from '../../design/state.tsx';
import { useSearchState } from '../../use-search-state.ts';
import { eventsQuery, loadOlderEvents } from '../events/events-query.ts';
import { jobQuery } from '../job-query.ts';
import { jobsOf } from './extractions-query.ts';
import { mergeOlderPage, mergeOnlyJobs } from './extractions-state.ts';
import { type Filter, type FilteredPage, STATES_IN_ORDER } from './filter.ts';
import type { JobContent } from './job-rows.ts';
import { changeOpenRows, openJobIds, readOpenRows } from './open-rows.ts';
import type { TreeActions } from './row-parts.tsx';
import { treeParams } from './tree-params.ts';
import { type TreeRow, treeRows } from './tree-rows.ts';
import { type ExtractionsData, useExtractions } from './use-extractions.ts';
import { useVisibleGroups } from './visible-groups.ts';

export interface Tree {
  readonly data: ExtractionsData;
  readonly rows: readonly TreeRow[];
  readonly filter: Filter;
  readonly setState: (state: Filter['state']) => void;
  /** While a text is typed. {@link Tree.writeFind} puts it into the address at once. */
  readonly setFind: (find: string) => void;
  readonly writeFind: () => void;
  readonly showAll: () => void;
  /** How many new jobs are held back. */
  readonly heldBack: number;
  readonly showHeldBack: () => void;
  readonly actions: TreeActions;
}

/**
 * The data, the state and the actions of the Extractions tab; the components only render them.
 *
 * @param list the element with the tree, which shows whether it is being read
 */
export const useTree = (resource: ResourceKey, list: RefObject<HTMLElement | null>): Tree => {
  const queries = useQueryClient();
  const { params, change, changeLater, flush } = useSearchState(treeParams(useSearch({ strict: false })));
  const { jobs: stateName, search: find = '', open = '' } = params;
  const filter = useMemo(() => ({ state: stateOfName(stateName), find }), [stateName, find]);
  const isOpen = useMemo(() => readOpenRows(open), [open]);
  const [submitted, setSubmitted] = useState<string | null>(null);
  const newJobs = useNewJobs(list, open !== '');
  const data = useExtractions(resource, ({ jobs }) => openJobIds(open, jobs.keys()), newJobs.add);
  const older = useOlderJobs(resource, data, filter);
  const contents = useJobContents(data.state ? openJobIds(open, data.state.jobs.keys()) : []);
  const view = { filter, pages: older.pages, heldBack: newJobs.heldBack };
  const { order, lists } = useVisibleGroups(data.state, view);
  const rows = data.state
    ? treeRows({ state: data.state, order, lists, isOpen, contents, ofDataset: resource.type === 'dataset' })
    : [];
  return {
    data,
    rows,
    filter,
    setState: (state) => {
      older.clear();
      change({ jobs: nameOfState(state) });
    },
    setFind: (text) => changeLater({ search: text || undefined }),
    writeFind: flush,
    showAll: () => {
      older.clear();
      change({ jobs: undefined, search: undefined });
    },
    heldBack: newJobs.heldBack.size,
    showHeldBack: newJobs.showAll,
    actions: {
      setOpen: (key, opened) => change({ open: changeOpenRows(open, key, opened) || undefined }),
      submitted,
      clearSubmitted: () => setSubmitted(null),
      onChanged: data.merge,
      onResubmitted: (job) => {
        data.merge(job);
        newJobs.show(job.id);
        change({ open: changeOpenRows(open, `x:${job.extractor}`, true) });
        setSubmitted(job.id);
      },
      loadOlderJobs: older.load.mutate,
      loadingOlder: older.load.isPending ? (older.load.variables ?? null) : null,
      olderError: older.load.error,
      loadOlderLines: (id) => loadOlderEvents(queries, id),
      reloadJob: (id) => {
        void queries.refetchQueries({ queryKey: keys.job(id) });
        void queries.refetchQueries({ queryKey: keys.jobEvents(id) });
      },
    },
  };
};

type StateName = ReturnType<typeof treeParams>['jobs'];

const nameOfState = (state: Filter['state']): StateName =>
  treeParams({ jobs: state && badgeOfState(state).label.toLowerCase() }).jobs;

const stateOfName = (name: StateName): Filter['state'] =>
  STATES_IN_ORDER.find((state) => nameOfState(state) === name) ?? null;

const without = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  new Set([...ids].filter((other) => other !== id));

/** The header covers this much of the window; a list whose top is above it has been scrolled. */
const HEADER_PX = 48;

/**
 * Holds new jobs back behind a button "3 new" while the list is being read: after it was scrolled, while rows are open,
 * or while the keyboard is in it. Otherwise new jobs are shown at once.
 */
const useNewJobs = (list: RefObject<HTMLElement | null>, anyOpen: boolean) => {
  const [heldBack, setHeldBack] = useState<ReadonlySet<string>>(new Set());
  const isBeingRead = (): boolean => {
    const { current } = list;
    if (!current) return false;
    const isScrolled = current.getBoundingClientRect().top < HEADER_PX;
    return anyOpen || isScrolled || current.contains(document.activeElement);
  };
  return {
    heldBack,
    add: (job: Job) => {
      if (isBeingRead()) setHeldBack((before) => new Set([...before, job.id]));
    },
    show: (id: string) => setHeldBack((before) => without(before, id)),
    showAll: () => setHeldBack(new Set()),
  };
};

const PAGE_SIZE = 20;

/** Loads older jobs of an extractor: all of them, or only those in the chosen state. */
const useOlderJobs = (resource: ResourceKey, data: ExtractionsData, filter: Filter) => {
  const [pages, setPages] = useState<ReadonlyMap<string, FilteredPage>>(new Map());
  const load = useMutation({
    mutationFn: async (extractor: string) => {
      const { state } = filter;
      const cursor = state ? pages.get(extractor)?.next : data.state?.groups.get(extractor)?.next;
      const query = {
        ...jobsOf(resource),
        extractor,
        limit: PAGE_SIZE,
        ...(state ? { state: [state] } : {}),
        ...(cursor ? { cursor } : {}),
      };
      const page = await data.loadPage(
        () => callRoute('listJobs', { query }),
        (known, answer) =>
          state
            ? mergeOnlyJobs(known, answer.items, Date.now())
            : mergeOlderPage(known, extractor, answer, Date.now()),
      );
      return { extractor, state, page };
    },
    onSuccess: ({ extractor, state, page }) => {
      if (!state) return;
      setPages((before) => {
        const ids = [...(before.get(extractor)?.ids ?? []), ...page.items.map(({ id }) => id)];
        return new Map(before).set(extractor, { ids, next: page.next });
      });
    },
  });
  return { pages, clear: () => setPages(new Map()), load };
};

const useJobContents = (ids: readonly string[]): ReadonlyMap<string, JobContent> => {
  const jobs = useQueries({ queries: ids.map(jobQuery) });
  const windows = useQueries({ queries: ids.map((id) => eventsQuery(id)) });
  return new Map(
    ids.map((id, index) => {
      const [job, events] = [jobs[index], windows[index]];
      const error = job?.data && events?.data ? null : (job?.error ?? events?.error ?? null);
      return [id, { attempts: job?.data?.attempts, events: events?.data, error }];
    }),
  );
};
