import type { CallInput, Watch } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

export const watchesQuery = queryOptions({
  queryKey: keys.watches,
  queryFn: ({ signal }) => callRoute('listWatches', { signal }),
});

export const webhooksQuery = queryOptions({
  queryKey: keys.webhooks,
  queryFn: async ({ signal }) => (await callRoute('listWebhooks', { signal })).items,
});

type NewWatch = NonNullable<CallInput<'createWatch'>['body']>;

/** What somebody can be told of. */
export type Watchable =
  | { readonly job_ids: readonly string[] }
  | { readonly query: string }
  | { readonly dataset_id: string }
  | { readonly extractor: string };

/** When to tell, and how. */
export type WatchWishes = Pick<NewWatch, 'outcomes' | 'mail' | 'webhook_id'>;

export const newWatch = (of: Watchable, wishes: WatchWishes): NewWatch =>
  'job_ids' in of ? { ...wishes, job_ids: [...of.job_ids] } : { ...wishes, ...of };

/** The watch that the person has of it. Several jobs are watched anew each time. */
export const findWatch = (watches: readonly Watch[], of: Watchable): Watch | undefined =>
  watches.find(({ subject: { type, id } }) => type === typeOf(of) && id === idOf(of));

const typeOf = (of: Watchable): Watch['subject']['type'] => {
  if ('dataset_id' in of) return 'dataset';
  if ('extractor' in of) return 'extractor';
  return 'job_ids' in of && of.job_ids.length === 1 ? 'job' : 'jobs';
};

const idOf = (of: Watchable): string | undefined => {
  if ('dataset_id' in of) return of.dataset_id;
  if ('extractor' in of) return of.extractor;
  return 'job_ids' in of && of.job_ids.length === 1 ? of.job_ids[0] : undefined;
};

/** The same again, after it was removed; undefined for several jobs, which nobody names one by one. */
export const watchableOf = ({ subject: { type, id } }: Watch): Watchable | undefined => {
  if (type === 'job') return { job_ids: [id] };
  if (type === 'dataset') return { dataset_id: id };
  return type === 'extractor' ? { extractor: id } : undefined;
};
