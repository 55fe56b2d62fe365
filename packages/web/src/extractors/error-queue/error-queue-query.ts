import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';

/** As many as the server shows. */
const SHOWN = 100;
/** To look, the server takes every message shown out of the queue and puts it back. */
const REFRESH_MS = 30_000;

export const errorQueueQuery = (name: string) =>
  queryOptions({
    queryKey: keys.errorQueue(name),
    queryFn: ({ signal }) => ask('showErrorQueue', { params: { name }, query: { limit: SHOWN }, signal }),
    refetchInterval: REFRESH_MS,
    // A broker that is away is no fault to be tried again at once: it is said, and asked again with the interval.
    retry: false,
  });
