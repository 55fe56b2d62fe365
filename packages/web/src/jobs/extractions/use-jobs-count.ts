import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ResourceKey } from '../../api/query-keys.ts';
import { extractionsQuery } from './extractions-query.ts';

/** How many jobs a resource has, for its tab; undefined while nobody knows. */
export const useJobsCount = (resource: ResourceKey): number | undefined => {
  const { data } = useQuery(extractionsQuery(useQueryClient(), resource));
  return data && [...data.groups.values()].reduce((sum, { total }) => sum + total, 0);
};
