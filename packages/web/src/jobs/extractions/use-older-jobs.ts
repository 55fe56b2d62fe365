import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { ResourceKey } from '../../api/query-keys.ts';
import { noticed, paged } from './extractions-state.ts';
import type { Filter, FilteredPage } from './filter.ts';
import type { ExtractionsFeed } from './use-extractions.ts';

const PAGE = 20;

/** Pages of older jobs: of an extractor as a whole, or of those in the chosen state. */
export const useOlderJobs = (resource: ResourceKey, feed: ExtractionsFeed, filter: Filter) => {
  const [pages, setPages] = useState<ReadonlyMap<string, FilteredPage>>(new Map());
  const load = useMutation({
    mutationFn: async (extractor: string) => {
      const { state } = filter;
      const known = state ? pages.get(extractor)?.next : feed.state?.groups.get(extractor)?.next;
      const query = {
        resource_id: resource.id,
        extractor,
        limit: PAGE,
        ...(state ? { state: [state] } : {}),
        ...(known ? { cursor: known } : {}),
      };
      return { extractor, state, page: await ask('listJobs', { query }) };
    },
    onSuccess: ({ extractor, state, page }) => {
      if (!state) return feed.change((known) => paged(known, extractor, page, Date.now()));
      feed.change((known) => noticed(known, page.items, Date.now()));
      setPages((before) => {
        const ids = [...(before.get(extractor)?.ids ?? []), ...page.items.map(({ id }) => id)];
        return new Map(before).set(extractor, { ids, next: page.next });
      });
    },
  });
  return { pages, forget: () => setPages(new Map()), load };
};
