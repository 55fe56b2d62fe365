import type { InstanceRight, Me } from '@pawprint/protocol';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callRoute, client } from '../api/client.ts';
import { isSignedOut } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';

/** Who is signed in; null for a visitor, who sees what is public. Every page except the login page needs it before it is shown. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }): Promise<Me | null> =>
    callRoute('showMe', { signal }).catch((error: unknown) => {
      if (isSignedOut(error)) return null;
      throw error;
    }),
  staleTime: 60_000,
});

export const useMe = (): Me | undefined => useQuery(meQuery).data ?? undefined;

/** Whether to show what only callers with this right can do. The server checks the right again with every request. */
export const useHasRight = (right: InstanceRight): boolean => useMe()?.rights.includes(right) ?? false;

/** Whether there is anybody to share with: other people, or a space. */
export const offersSpacesQuery = queryOptions({
  queryKey: keys.offersSpaces,
  queryFn: async ({ signal }): Promise<boolean> => {
    const spaces = await callRoute('listSpaces', { query: { limit: 1 }, signal });
    if (spaces.length > 0) return true;
    return (await callRoute('listUsers', { query: { limit: 2 }, signal })).length > 1;
  },
  staleTime: 60_000,
});

/** Ends the session and clears the cache of all that is not the same for everybody, so that the next person sees nothing of it. */
export const useSignOut = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.call('signOut', { body: {} }),
    onSuccess: async () => {
      await navigate({ to: '/login' });
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.signInOptions[0] });
      queries.getMutationCache().clear();
    },
  });
};
