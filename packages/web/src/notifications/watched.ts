import type { Watch } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** What the person is told of. */
export const watchesQuery = queryOptions({
  queryKey: keys.watches,
  queryFn: ({ signal }) => callRoute('listWatches', { signal }),
});

/** What somebody can be told of. */
export type Watchable =
  | { readonly job_ids: readonly string[] }
  | { readonly query: string }
  | { readonly dataset_id: string }
  | { readonly extractor: string };

/** The watch that the person has of it: no two subjects have one id. Several jobs are watched anew each time. */
export const findWatch = (watches: readonly Watch[], of: Watchable): Watch | undefined => {
  // Several ids in one text are the id of nothing, and so is a query.
  const wanted = Object.values(of).flat().join();
  return watches.find(({ subject: { id } }) => id === wanted);
};
