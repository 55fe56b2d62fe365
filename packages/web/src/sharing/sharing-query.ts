import type { Me, Sharing } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** Who sees a dataset, and what this person has a right to. */
export const sharingQuery = (datasetId: string) =>
  queryOptions({
    queryKey: keys.sharing(datasetId),
    queryFn: ({ signal }): Promise<Sharing> =>
      callRoute('showDatasetSharing', { params: { id: datasetId }, signal }),
  });

export type Asker = Pick<Me, 'id' | 'role'>;

export const isOwner = ({ owner }: Sharing, me: Asker | undefined): boolean =>
  me !== undefined && owner?.id === me.id;
