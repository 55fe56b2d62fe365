import type { JobView } from '@pawprint/protocol';
import { redirect } from '@tanstack/react-router';
import { callRoute } from '../../api/client.ts';
import { anyTextParam, choiceParam, textParam } from '../../search-params.ts';
import { JOB_SORTS, type JobSort } from '../explorer/job-sorts.ts';

/** What the address of the page says. */
export interface JobsSearch {
  /** The query; without one and with a view, that of the view. */
  readonly q?: string | undefined;
  readonly sort?: JobSort | undefined;
  /** The ids of columns, separated by commas. Default: those that this browser's reader has chosen. */
  readonly columns?: string | undefined;
  /** The id of the saved view that was opened; the rest may have changed since. */
  readonly view?: string | undefined;
}

export const readJobsSearch = ({ q, sort, columns, view }: Record<string, unknown>): JobsSearch => ({
  q: anyTextParam(q, 2_000),
  sort: choiceParam(sort, JOB_SORTS),
  columns: textParam(columns, 400),
  view: textParam(view, 64),
});

export const searchOfView = ({ id, query, sort, columns }: JobView): JobsSearch => ({
  view: id,
  q: query,
  sort,
  columns: columns?.join(','),
});

/** Sends a link that names only a view to the address with what the view says. One that is not there stays as it is. */
export const openViewOfLink = async ({ view, q }: JobsSearch): Promise<void> => {
  if (view === undefined || q !== undefined) return;
  const found = await callRoute('showJobView', { params: { id: view } }).catch(() => undefined);
  if (found) throw redirect({ to: '/jobs', search: searchOfView(found), replace: true });
};
