import type { CallInput, Watch } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import type { Watchable } from './watched.ts';

export const webhooksQuery = queryOptions({
  queryKey: keys.webhooks,
  queryFn: async ({ signal }) => (await callRoute('listWebhooks', { signal })).items,
});

type NewWatch = NonNullable<CallInput<'createWatch'>['body']>;

/** When to tell, and how. */
export type WatchWishes = Pick<NewWatch, 'outcomes' | 'mail' | 'webhook_id'>;

export const newWatch = (of: Watchable, wishes: WatchWishes): NewWatch =>
  'job_ids' in of ? { ...wishes, job_ids: [...of.job_ids] } : { ...wishes, ...of };

/** The same again, after it was removed. */
export const watchAgain = ({ id, subject, outcomes, mail, webhook_id }: Watch): NewWatch => {
  const wishes = { outcomes, mail, webhook_id };
  // Nobody names several jobs one by one: the server knows which they were.
  if (subject.type === 'jobs') return { ...wishes, watch_id: id };
  if (subject.type === 'operation') return { ...wishes, operation_id: subject.id };
  return newWatch(watchableOf(subject), wishes);
};

const watchableOf = ({ type, id }: Watch['subject']): Watchable => {
  if (type === 'dataset') return { dataset_id: id };
  return type === 'extractor' ? { extractor: id } : { job_ids: [id] };
};
