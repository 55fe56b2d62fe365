import type { Job } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { keys, type ResourceKey } from '../../api/query-keys.ts';
import { loadOlderEvents } from '../events/events-query.ts';
import { type Filter, NO_FILTER } from './filter.ts';
import type { TreeActions } from './tree-context.ts';
import { type TreeRow, treeRows } from './tree-rows.ts';
import { useArrivals } from './use-arrivals.ts';
import type { ExtractionsFeed } from './use-extractions.ts';
import { useExtractions } from './use-extractions.ts';
import { useOlderJobs } from './use-older-jobs.ts';
import { useOpenJobs } from './use-open-jobs.ts';
import { useOpenness } from './use-openness.ts';
import { useVisible } from './use-visible.ts';

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
