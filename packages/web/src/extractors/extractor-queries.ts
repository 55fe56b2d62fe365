import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** No live update reports a heartbeat or a queue's length, so a page that shows them requests them again. */
const REFRESH_MS = 10_000;

export const extractorsQuery = queryOptions({
  queryKey: keys.extractorList,
  queryFn: ({ signal }) => callRoute('listExtractors', { signal }),
  refetchInterval: REFRESH_MS,
});

/** Those that jobs on the data of a dataset can be submitted to. */
export const datasetExtractorsQuery = (datasetId: string) =>
  queryOptions({
    queryKey: keys.datasetExtractors(datasetId),
    queryFn: ({ signal }) => callRoute('listDatasetExtractors', { params: { id: datasetId }, signal }),
    refetchInterval: REFRESH_MS,
  });

export const extractorQuery = (name: string) =>
  queryOptions({
    queryKey: keys.extractor(name),
    queryFn: ({ signal }) => callRoute('showExtractor', { params: { name }, signal }),
    refetchInterval: REFRESH_MS,
  });

export const instancesQuery = (name: string) =>
  queryOptions({
    queryKey: keys.instances(name),
    queryFn: ({ signal }) => callRoute('listInstances', { params: { name }, signal }),
    refetchInterval: REFRESH_MS,
  });

export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: keys.versions(name),
    queryFn: ({ signal }) => callRoute('listVersions', { params: { name }, signal }),
  });
