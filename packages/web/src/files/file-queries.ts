import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

export const fileQuery = (id: string) =>
  queryOptions({
    queryKey: keys.file(id),
    queryFn: ({ signal }) => ask('showFile', { params: { id }, signal }),
  });
