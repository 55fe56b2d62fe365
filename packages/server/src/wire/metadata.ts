import type { NewMetadata, Metadata as WireMetadata } from '@pawprint/protocol';
import type { Metadata, MetadataDocument } from '../model/metadata.ts';
import { javaDate, time } from './time.ts';

type Context = NonNullable<WireMetadata['@context']>;
type ResourceId = { readonly type: 'file' | 'dataset'; readonly id: string };

export const metadataToWire = (
  metadata: Metadata,
  { type, id }: ResourceId,
  publicUrl: string,
): WireMetadata => ({
  // It was validated before it was stored.
  ...(metadata.context === undefined ? {} : { '@context': metadata.context as Context }),
  id: metadata.id,
  attached_to: { resource_type: `cat:${type}`, url: `${publicUrl}/api/${type}s/${id}` },
  created_at: javaDate(metadata.createdAt),
  agent: { ...metadata.agent },
  content: metadata.content,
  created: time(metadata.createdAt),
  job_id: metadata.jobId,
});

export const metadataFromWire = (body: NewMetadata): MetadataDocument => ({
  context: body['@context'],
  content: body.content,
  agent: body.agent,
});
