import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';

export type TagChange = { readonly add: string } | { readonly remove: string };

const ROUTES = {
  file: { add: 'addFileTags', remove: 'removeFileTags' },
  dataset: { add: 'addDatasetTags', remove: 'removeDatasetTags' },
} as const;

export const useTagChange = ({ type, id }: ResourceKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: TagChange) =>
      'add' in change
        ? client.call(ROUTES[type].add, { params: { id }, body: { tags: [change.add] } })
        : client.call(ROUTES[type].remove, { params: { id }, body: { tags: [change.remove] } }),
    onSuccess: () =>
      queries.invalidateQueries({ queryKey: type === 'file' ? keys.file(id) : keys.dataset(id) }),
  });
};
