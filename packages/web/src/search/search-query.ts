import type { SearchKind } from '@pawprint/protocol';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** As many as the server gives where one kind alone is shown. */
const MOST_OF_ONE_KIND = 20;
const SHOWN_OF_EACH = 5;

/** Everything that a text finds; of one kind, more of it. What was found before is shown until the answer comes. */
export const searchQuery = (q: string, kind?: SearchKind) =>
  queryOptions({
    queryKey: keys.search(q, kind ?? ''),
    queryFn: async ({ signal }) => {
      const limit = kind === undefined ? SHOWN_OF_EACH : MOST_OF_ONE_KIND;
      const { sections, mistake } = await callRoute('searchEverything', { query: { q, limit }, signal });
      return { sections: sections.filter((section) => kind === undefined || section.kind === kind), mistake };
    },
    enabled: q !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });

/** All files and datasets with such metadata, in pages. */
export const metadataHitsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: keys.metadataHits(q),
    queryFn: ({ pageParam, signal }) =>
      callRoute('findMetadata', { query: { q, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    retry: false,
  });
