import type { Me } from '@pawprint/protocol';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** Who is signed in. Every page but the login page stands behind it. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }): Promise<Me> => ask('showMe', { signal }),
  staleTime: 60_000,
});

export const useMe = (): Me | undefined => useQuery(meQuery).data;
