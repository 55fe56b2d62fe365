import type { ExtractorChange } from '@pawprint/protocol';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';

const REFRESH_MS = 30_000;

/** @param extractor undefined for those of all extractors */
export const changesQuery = (extractor?: string) =>
  queryOptions({
    queryKey: keys.extractorChanges(extractor ?? ''),
    queryFn: ({ signal }) =>
      callRoute('listExtractorChanges', { query: extractor === undefined ? {} : { extractor }, signal }),
    refetchInterval: REFRESH_MS,
  });

export const useReview = ({ id }: ExtractorChange) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (route: 'approveExtractorChange' | 'declineExtractorChange') =>
      callRoute(route, { params: { id } }),
    // Also after an error: somebody else has decided, or the extractor announces something else now.
    onSettled: () => queries.invalidateQueries({ queryKey: keys.extractors }),
  });
};
