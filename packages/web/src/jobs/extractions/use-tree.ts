import type { Job } from '@pawprint/protocol';
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useMemo, useState } from 'react';
import { ask } from '../../api/client.ts';
import { keys, type ResourceKey } from '../../api/query-keys.ts';
import { eventsQuery, loadOlderEvents } from '../events/events-query.ts';
import { jobQuery } from '../job-query.ts';
import { noticed, paged } from './extractions-state.ts';
import { type Filter, type FilteredPage, NO_FILTER } from './filter.ts';
import type { OpenJob } from './job-rows.ts';
import type { TreeActions } from './row-parts.tsx';
import { type TreeRow, treeRows } from './tree-rows.ts';
import { type ExtractionsFeed, useExtractions } from './use-extractions.ts';
import { useVisible } from './visible-groups.ts';

export interface Tree {
  readonly feed: ExtractionsFeed;
  readonly rows: readonly TreeRow[];
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly arrived: number;
  readonly admitAll: () => void;
  readonly actions: TreeActions;
}

/** Everything the Extractions tab knows and does; how it looks is the components' business. */
export const useTree = (resource: ResourceKey, list: RefObject<HTMLElement | null>): Tree => {
  const queries = useQueryClient();
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [fresh, setFresh] = useState<string | null>(null);
  const openness = useOpenness();
  const arrivals = useArrivals(list, openness.anyOpen);
  const feed = useExtractions(resource, openness.openJobIds, arrivals.arrive);
  const older = useOlderJobs(resource, feed, filter);
  const openJobs = useOpenJobs(openness.openJobIds);
  const { order, lists } = useVisible(feed.state, { filter, pages: older.pages, waiting: arrivals.waiting });
  const { isOpen, toggle, open } = openness;
  const rows = feed.state ? treeRows({ state: feed.state, order, lists, isOpen, openJobs }) : [];
  const onResubmitted = (job: Job): void => {
    feed.take(job);
    arrivals.admit(job.id);
    if (!isOpen(`x:${job.extractor}`, false)) open(`x:${job.extractor}`);
    setFresh(job.id);
  };
  return {
    feed,
    rows,
    filter,
    setFilter: (next) => {
      if (next.state !== filter.state) older.forget();
      setFilter(next);
    },
    arrived: arrivals.waiting.size,
    admitAll: arrivals.admitAll,
    actions: {
      toggle,
      fresh,
      forgetFresh: () => setFresh(null),
      onChanged: feed.take,
      onResubmitted,
      loadOlderJobs: older.load.mutate,
      loadingOlder: older.load.isPending ? (older.load.variables ?? null) : null,
      olderError: older.load.error,
      loadOlderLines: (id) => loadOlderEvents(queries, id),
      askAgain: (id) => {
        void queries.refetchQueries({ queryKey: keys.job(id) });
        void queries.refetchQueries({ queryKey: keys.jobEvents(id) });
      },
    },
  };
};

/** The header covers this much of the window; a list whose top is above it has been scrolled. */
const HEADER_PX = 48;

/**
 * New jobs wait behind "3 new" while the reader is at something: has scrolled into the list, has rows open, or stands
 * on one with the keyboard. Otherwise they join at once.
 */
const useArrivals = (list: RefObject<HTMLElement | null>, anyOpen: boolean) => {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const isReading = (): boolean => {
    const { current } = list;
    if (!current) return false;
    return (
      anyOpen || current.contains(document.activeElement) || current.getBoundingClientRect().top < HEADER_PX
    );
  };
  return {
    waiting,
    arrive: (job: Job) => {
      if (isReading()) setWaiting((before) => new Set([...before, job.id]));
    },
    /** What somebody asked for here is shown at once. */
    admit: useCallback(
      (id: string) => setWaiting((before) => new Set([...before].filter((one) => one !== id))),
      [],
    ),
    admitAll: useCallback(() => setWaiting(new Set()), []),
  };
};

const PAGE = 20;

/** Pages of older jobs: of an extractor as a whole, or of those in the chosen state. */
const useOlderJobs = (resource: ResourceKey, feed: ExtractionsFeed, filter: Filter) => {
  const [pages, setPages] = useState<ReadonlyMap<string, FilteredPage>>(new Map());
  const load = useMutation({
    mutationFn: async (extractor: string) => {
      const { state } = filter;
      const known = state ? pages.get(extractor)?.next : feed.state?.groups.get(extractor)?.next;
      const query = {
        resource_id: resource.id,
        extractor,
        limit: PAGE,
        ...(state ? { state: [state] } : {}),
        ...(known ? { cursor: known } : {}),
      };
      return { extractor, state, page: await ask('listJobs', { query }) };
    },
    onSuccess: ({ extractor, state, page }) => {
      if (!state) return feed.change((known) => paged(known, extractor, page, Date.now()));
      feed.change((known) => noticed(known, page.items, Date.now()));
      setPages((before) => {
        const ids = [...(before.get(extractor)?.ids ?? []), ...page.items.map(({ id }) => id)];
        return new Map(before).set(extractor, { ids, next: page.next });
      });
    },
  });
  return { pages, forget: () => setPages(new Map()), load };
};

/** Attempts and events of the jobs whose rows are open. */
const useOpenJobs = (ids: readonly string[]): ReadonlyMap<string, OpenJob> => {
  const jobs = useQueries({ queries: ids.map(jobQuery) });
  const events = useQueries({ queries: ids.map((id) => eventsQuery(id)) });
  return new Map(
    ids.map((id, place) => {
      const [job, said] = [jobs[place], events[place]];
      const failed = job?.data && said?.data ? null : (job?.error ?? said?.error ?? null);
      return [id, { attempts: job?.data?.attempts, events: said?.data, error: failed }];
    }),
  );
};

/** Which rows were turned from what they are by default, by their keys. */
const useOpenness = () => {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (key: string) =>
      setTurned((before) =>
        before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set([...before, key]),
      ),
    [],
  );
  const open = useCallback((key: string) => setTurned((before) => new Set([...before, key])), []);
  const isOpen = useCallback(
    (key: string, byDefault: boolean) => (turned.has(key) ? !byDefault : byDefault),
    [turned],
  );
  /** Jobs and runs are the rows whose insides have to be asked for. */
  const openJobIds = useMemo(
    () => [...turned].filter((key) => /^[jr]:/.test(key)).map((key) => key.slice(2)),
    [turned],
  );
  return { isOpen, toggle, open, openJobIds, anyOpen: turned.size > 0 };
};
