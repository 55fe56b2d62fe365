import { useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import type { NamedChange } from '../design/in-place-editing.ts';

/** Changes the name or the description of a dataset, and resolves when the page shows it. */
export const useEditDataset = (id: string) => {
  const queries = useQueryClient();
  return async (change: NamedChange): Promise<void> => {
    await ('name' in change
      ? callRoute('renameDataset', { params: { id }, body: change })
      : callRoute('describeDataset', { params: { id }, body: change }));
    void queries.invalidateQueries({ queryKey: keys.datasetLists });
    await queries.invalidateQueries({ queryKey: keys.dataset(id) });
  };
};
