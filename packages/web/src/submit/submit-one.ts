import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';
import type { Order } from './use-order.ts';

/** Submits a file or a dataset. Its Extractions tab is told by the stream; where there is none yet it is asked again. */
export const useSubmitOne = ({ type, id }: ResourceKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (order: Order) => {
      const route = type === 'file' ? 'submitFileExtraction' : 'submitDatasetExtraction';
      const { job_id } = await ask(route, { params: { id }, body: order });
      return { jobId: job_id, extractor: order.extractor };
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.extractions({ type, id }) }),
  });
};
