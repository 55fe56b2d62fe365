import { useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import type { NamedChange } from '../design/in-place-editing.ts';

/** Changes the name or the description of a file, and resolves when the page shows it. */
export const useEditFile = (id: string, datasetId: string) => {
  const queries = useQueryClient();
  return async (change: NamedChange): Promise<void> => {
    await ('name' in change
      ? callRoute('renameFile', { params: { id }, body: change })
      : callRoute('describeFile', { params: { id }, body: change }));
    await Promise.all(
      [keys.file(id), keys.datasetFiles(datasetId)].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  };
};
