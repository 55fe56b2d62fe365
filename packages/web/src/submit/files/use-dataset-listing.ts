import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import type { ListedFile } from './file-scope.ts';

/** So many are read without the page standing still. */
const PAGE = 1_000;

/** All files of a dataset by name and type, a page at a time until none is left, for as long as they are wanted. */
export const useDatasetListing = (datasetId: string, wanted: boolean) => {
  const list = useInfiniteQuery({
    queryKey: keys.datasetListing(datasetId),
    queryFn: async ({ pageParam, signal }): Promise<readonly ListedFile[]> => {
      const page = await ask('listDatasetFiles', {
        params: { id: datasetId },
        query: { max: PAGE, ...(pageParam ? { after: pageParam } : {}) },
        signal,
      });
      return page.map(({ id, filename, contentType }) => ({ id, filename, contentType }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
    enabled: wanted,
    gcTime: 0,
    // Counted anew whenever the dialog is opened, and not under the hands of whoever is about to submit.
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = list;
  const goOn = wanted && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (goOn) void fetchNextPage();
  }, [goOn, fetchNextPage]);
  const files = useMemo(() => data?.pages.flat() ?? [], [data]);
  return {
    files,
    complete: data !== undefined && !hasNextPage && !isFetching,
    error: list.error,
    askAgain: () => void (data ? fetchNextPage() : list.refetch()),
  };
};

export type DatasetListing = ReturnType<typeof useDatasetListing>;
