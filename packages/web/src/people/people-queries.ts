import type { Account } from '@pawprint/protocol';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

const PAGE = 100;

/** By name, a page at a time; a shorter page is the last. */
export const accountsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: keys.accountList(q),
    queryFn: async ({ pageParam, signal }): Promise<readonly Account[]> => {
      const query = { limit: PAGE, ...(q && { q }), ...(pageParam && { after: pageParam }) };
      return (await callRoute('listAccounts', { query, signal })).accounts;
    },
    initialPageParam: '',
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
    placeholderData: keepPreviousData,
  });

/** With how much belongs to the account. */
export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: keys.account(id),
    queryFn: ({ signal }) => callRoute('showAccount', { params: { id }, signal }),
  });

export const invitationsQuery = queryOptions({
  queryKey: keys.invitations,
  queryFn: async ({ signal }) => (await callRoute('listInvitations', { signal })).invitations,
});

/** Something that an administrator does; accounts and invitations are read again afterwards. */
export const useAdministration = <Input, Output>(
  act: (input: Input) => Promise<Output>,
  onDone?: (output: Output) => void,
) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (output) => onDone?.(output),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.administration }),
  });
};
