import type { NewMetadata, Metadata as WireMetadata } from '@pawprint/protocol';
import { type JsonBytes, toJsonBytes } from '../model/json-bytes.ts';
import type { Metadata, MetadataDocument } from '../model/metadata.ts';
import { javaDate, time } from './time.ts';

type ResourceId = { readonly type: 'file' | 'dataset'; readonly id: string };

/** As JSON, in pieces: the documents, of megabytes maybe, are put in as they are stored. */
export const metadataToJson = (
  metadata: Metadata,
  { type, id }: ResourceId,
  publicUrl: string,
): readonly (string | Uint8Array)[] => {
  const { context, content } = metadata;
  const around: Omit<WireMetadata, '@context' | 'content'> = {
    id: metadata.id,
    attached_to: { resource_type: `cat:${type}`, url: `${publicUrl}/api/${type}s/${id}` },
    created_at: javaDate(metadata.createdAt),
    agent: { ...metadata.agent },
    created: time(metadata.createdAt),
    job_id: metadata.jobId,
    replaced_by: metadata.replacedBy,
    is_superseded: metadata.isSuperseded,
  };
  const before = context === null ? [] : ['"@context":', context, ','];
  return ['{', ...before, `${JSON.stringify(around).slice(1, -1)},"content":`, ...content, '}'];
};

/** @param documents those of a large body, which it does not contain */
export const metadataFromWire = (
  body: NewMetadata,
  documents: Readonly<Record<string, JsonBytes>> | null,
): MetadataDocument => ({
  context: documents?.['@context'] ?? (body['@context'] === undefined ? null : toJsonBytes(body['@context'])),
  content: documents?.['content'] ?? toJsonBytes(body.content),
  agent: body.agent,
  replaces: body.replaces,
});
