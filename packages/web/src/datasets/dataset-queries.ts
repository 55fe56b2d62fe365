import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

const PAGE = 50;

/** Newest first, a page at a time; a shorter page is the last. */
export const datasetListQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: keys.datasetList(q),
    queryFn: ({ pageParam, signal }) =>
      callRoute('listDatasets', {
        query: { limit: PAGE, ...(q ? { q } : {}), ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
    placeholderData: keepPreviousData,
  });

export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: keys.dataset(id),
    queryFn: ({ signal }) => callRoute('showDataset', { params: { id }, signal }),
  });
