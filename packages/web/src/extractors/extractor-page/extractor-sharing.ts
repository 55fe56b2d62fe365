import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { callRoute, client } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';

export const extractorSharingQuery = (name: string) =>
  queryOptions({
    queryKey: keys.extractorSharing(name),
    queryFn: ({ signal }) => callRoute('showExtractorSharing', { params: { name }, signal }),
  });

/** With whom it is shared from now on, or no longer. */
export type SharingChange =
  | { readonly kind: 'share' | 'unshare'; readonly personId: string }
  | { readonly kind: 'share' | 'unshare'; readonly spaceId: string };

export const useChangeSharing = (name: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: SharingChange) =>
      'personId' in change
        ? client.call(change.kind === 'share' ? 'shareExtractorWithPerson' : 'unshareExtractorFromPerson', {
            params: { name, user_id: change.personId },
          })
        : client.call(change.kind === 'share' ? 'shareExtractorWithSpace' : 'unshareExtractorFromSpace', {
            params: { name, space_id: change.spaceId },
          }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.extractorSharing(name) }),
  });
};
