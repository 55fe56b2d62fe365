import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** One change of who sees a dataset. */
export type SharingChange =
  | { readonly kind: 'share' | 'unshare'; readonly space: { readonly id: string; readonly name: string } }
  | { readonly kind: 'publish' | 'unpublish' };

/** The change that takes another one back. */
export const oppositeOf = (change: SharingChange): SharingChange =>
  'space' in change
    ? { kind: change.kind === 'share' ? 'unshare' : 'share', space: change.space }
    : { kind: change.kind === 'publish' ? 'unpublish' : 'publish' };

export const useChangeSharing = (datasetId: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: SharingChange) => sendChange(datasetId, change),
    onSettled: () =>
      Promise.all(
        [keys.sharing(datasetId), keys.datasetLists, keys.spaces].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
};

const sendChange = (id: string, change: SharingChange): Promise<unknown> => {
  if (change.kind === 'share' || change.kind === 'unshare')
    return client.call(change.kind === 'share' ? 'shareDataset' : 'unshareDataset', {
      params: { id, space_id: change.space.id },
    });
  return client.call('setDatasetPublic', { params: { id }, body: { public: change.kind === 'publish' } });
};
