import type { DatasetFile } from '@pawprint/protocol';
import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';

const PAGE = 200;

export type FilePages = InfiniteData<readonly DatasetFile[]>;

/** A dataset's files, newest first, each with the latest job of every extractor. '' is the first page. */
export const askFiles = (
  datasetId: string,
  after: string,
  signal?: AbortSignal,
): Promise<readonly DatasetFile[]> =>
  ask('listDatasetFiles', {
    params: { id: datasetId },
    query: { max: PAGE, include: 'jobs', ...(after ? { after } : {}) },
    ...(signal ? { signal } : {}),
  });

export const fileListQuery = (datasetId: string) =>
  infiniteQueryOptions({
    queryKey: keys.datasetFiles(datasetId),
    queryFn: ({ pageParam, signal }) => askFiles(datasetId, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
  });
