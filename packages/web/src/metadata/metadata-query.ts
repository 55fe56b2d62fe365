import type { Metadata } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';

export const metadataQuery = (of: ResourceKey) =>
  queryOptions({
    queryKey: keys.metadata(of),
    queryFn: ({ signal }): Promise<Metadata[]> =>
      ask(of.type === 'file' ? 'listFileMetadata' : 'listDatasetMetadata', { params: { id: of.id }, signal }),
  });
