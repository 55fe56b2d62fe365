import type { QuarantinedMessage, ReplayOutcome } from '@pawprint/protocol';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute, client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

export type Source = QuarantinedMessage['source'];

const PAGE = 50;
const LIST_REFRESH_MS = 30_000;

/** Newest first, a page at a time. */
export const quarantineQuery = (source: Source | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.quarantineList(source ?? ''),
    queryFn: ({ pageParam, signal }) =>
      callRoute('listQuarantine', {
        query: { limit: PAGE, ...(source ? { source } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: LIST_REFRESH_MS,
  });

/** One message with its whole body; a list has only the beginning of it. */
export const quarantinedQuery = (id: string) =>
  queryOptions({
    queryKey: keys.quarantined(id),
    queryFn: ({ signal }) => callRoute('showQuarantined', { params: { id }, signal }),
  });

type LastResult =
  | { readonly action: 'replayed'; readonly outcome: ReplayOutcome }
  | { readonly action: 'discarded' };

/** What can be done with a message, and the result of the last action that succeeded. */
export const useQuarantineActions = () => {
  const queries = useQueryClient();
  const [lastResult, setLastResult] = useState<LastResult | null>(null);
  const onSettled = () => queries.invalidateQueries({ queryKey: keys.quarantine });
  const replay = useMutation({
    mutationFn: (id: string) => callRoute('replayQuarantined', { params: { id } }),
    onSuccess: (outcome) => setLastResult({ action: 'replayed', outcome }),
    onSettled,
  });
  const discard = useMutation({
    mutationFn: (id: string) => client.call('discardQuarantined', { params: { id } }),
    onSuccess: () => setLastResult({ action: 'discarded' }),
    onSettled,
  });
  return { replay, discard, lastResult };
};

export type QuarantineActions = ReturnType<typeof useQuarantineActions>;
