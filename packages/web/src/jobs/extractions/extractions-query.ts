import type { Extractions } from '@pawprint/protocol';
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { keys, type ResourceKey } from '../../api/query-keys.ts';
import { type ExtractionsState, loaded, NOTHING_KNOWN } from './extractions-state.ts';

const askExtractions = ({ type, id }: ResourceKey, signal: AbortSignal): Promise<Extractions> =>
  type === 'file'
    ? ask('fileExtractions', { params: { id }, signal })
    : ask('datasetExtractions', { params: { id }, signal });

export const knownExtractions = (queries: QueryClient, resource: ResourceKey): ExtractionsState =>
  queries.getQueryData<ExtractionsState>(keys.extractions(resource)) ?? NOTHING_KNOWN;

/** An answer is taken into what is known when it comes: the stream may have told more while it was on its way. */
export const extractionsQuery = (queries: QueryClient, resource: ResourceKey) =>
  queryOptions({
    queryKey: keys.extractions(resource),
    queryFn: async ({ signal }): Promise<ExtractionsState> => {
      const answer = await askExtractions(resource, signal);
      return loaded(knownExtractions(queries, resource), answer, Date.now());
    },
    structuralSharing: false,
  });

/** How many jobs a resource has, for its tab; undefined while nobody knows. */
export const useJobsCount = (resource: ResourceKey): number | undefined => {
  const { data } = useQuery(extractionsQuery(useQueryClient(), resource));
  return data && [...data.groups.values()].reduce((sum, { total }) => sum + total, 0);
};
