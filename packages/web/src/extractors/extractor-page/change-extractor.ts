import type { Extractor } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/query-keys.ts';

/** Changes an extractor by a request that answers what it is afterwards. */
export const useChangeExtractor = <Change = void>(
  name: string,
  change: (change: Change) => Promise<Extractor>,
) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (extractor) => {
      queries.setQueryData(keys.extractor(name), extractor);
      await queries.invalidateQueries({ queryKey: keys.extractors });
    },
  });
};
