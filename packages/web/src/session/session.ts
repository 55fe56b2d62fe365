import type { Me } from '@pawprint/protocol';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callRoute, client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** Who is signed in. Every page except the login page needs it before it is shown. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }): Promise<Me> => callRoute('showMe', { signal }),
  staleTime: 60_000,
});

export const useMe = (): Me | undefined => useQuery(meQuery).data;

/** Whether to show what only administrators can do. The server checks the right again with every request. */
export const useIsAdmin = (): boolean => useMe()?.role === 'admin';

/** Ends the session and clears the cache, so that the next person sees nothing of it. */
export const useSignOut = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.call('signOut', { body: {} }),
    onSuccess: async () => {
      await navigate({ to: '/login' });
      queries.clear();
    },
  });
};
