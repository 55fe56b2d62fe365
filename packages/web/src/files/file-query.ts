import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

export const fileQuery = (id: string) =>
  queryOptions({
    queryKey: keys.file(id),
    queryFn: ({ signal }) => callRoute('showFile', { params: { id }, signal }),
  });
