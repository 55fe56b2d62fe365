import type { Metadata } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';

export const metadataQuery = (of: ResourceKey) =>
  queryOptions({
    queryKey: keys.metadata(of),
    queryFn: ({ signal }): Promise<Metadata[]> =>
      callRoute(of.type === 'file' ? 'listFileMetadata' : 'listDatasetMetadata', {
        params: { id: of.id },
        signal,
      }),
  });
