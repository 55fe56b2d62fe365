import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/query-keys.ts';

/** Changes what the person is told of, and shows it everywhere. */
export const useWatchChange = (change: () => Promise<unknown>, onDone: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.watches });
      onDone();
    },
  });
};
