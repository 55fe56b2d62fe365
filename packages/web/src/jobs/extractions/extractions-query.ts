import type { Extractions } from '@pawprint/protocol';
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys, type ResourceKey } from '../../api/query-keys.ts';
import { type ExtractionsState, mergeAnswer, NO_EXTRACTIONS } from './extractions-state.ts';

/** An answer is merged into the cached state when it arrives: the stream may have delivered newer jobs meanwhile. */
export const extractionsQuery = (queries: QueryClient, resource: ResourceKey) =>
  queryOptions({
    queryKey: keys.extractions(resource),
    queryFn: async ({ signal }): Promise<ExtractionsState> => {
      const answer = await askExtractions(resource, signal);
      return mergeAnswer(readExtractions(queries, resource), answer, Date.now());
    },
    structuralSharing: false,
  });

/** The filter of a list or stream of all of a resource's jobs; those of a dataset include the jobs on its files. */
export const jobsOf = ({ type, id }: ResourceKey): { resource_id: string } | { dataset_id: string } =>
  type === 'file' ? { resource_id: id } : { dataset_id: id };

/** The cached state; empty before the first answer. */
export const readExtractions = (queries: QueryClient, resource: ResourceKey): ExtractionsState =>
  queries.getQueryData<ExtractionsState>(keys.extractions(resource)) ?? NO_EXTRACTIONS;

/** How many jobs a resource has, shown on its tab; undefined until it is loaded. */
export const useJobsCount = (resource: ResourceKey): number | undefined => {
  const { data } = useQuery(extractionsQuery(useQueryClient(), resource));
  return data && [...data.groups.values()].reduce((sum, { total }) => sum + total, 0);
};

const askExtractions = ({ type, id }: ResourceKey, signal: AbortSignal): Promise<Extractions> =>
  type === 'file'
    ? callRoute('fileExtractions', { params: { id }, signal })
    : callRoute('datasetExtractions', { params: { id }, query: { include: 'files' }, signal });
