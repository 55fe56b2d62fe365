import type { JobView } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';

/** What the page shows now, as far as a view keeps it. */
export interface ShownJobs {
  readonly query: string;
  readonly sort: JobView['sort'];
  readonly columns: readonly string[];
}

export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: keys.jobView(id),
    queryFn: ({ signal }) => callRoute('showJobView', { params: { id }, signal }),
    staleTime: 30_000,
  });

/** Whether the page shows something else than the view keeps. */
export const isChanged = (view: JobView, shown: ShownJobs): boolean =>
  view.query !== shown.query ||
  view.sort !== shown.sort ||
  (view.columns !== null && view.columns.join() !== shown.columns.join());
