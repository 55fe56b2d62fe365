import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/query-keys.ts';
import { reloadQueries } from '../api/reload-queries.ts';

/** Changes what the person is told of, and shows it everywhere. */
export const useWatchChange = (change: () => Promise<unknown>, onDone: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await reloadQueries(queries, { queryKey: keys.watches });
      onDone();
    },
  });
};
