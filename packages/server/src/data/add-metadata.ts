import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import {
  findMetadataOutput,
  insertMetadata,
  type NewMetadata,
  replaceMetadata,
} from '../store/data/metadata.ts';
import { storableRecord } from '../store/storable.ts';
import { change } from './change.ts';
import type { DatasetRef } from './dataset.ts';
import { holdResource } from './hold-resource.ts';
import { isTooDeep } from './json-depth.ts';
import type { AddedMetadata } from './metadata.ts';
import { attribute, type ClaimedAgent } from './metadata-agent.ts';
import { isKeyed, outlasts, outputOf, personBehind } from './output.ts';
import type { DataPorts, DataTransaction } from './ports.ts';
import { DOCUMENT_TOO_DEEP } from './refusals.ts';
import type { ResourceRef } from './resource.ts';

export interface MetadataDocument {
  readonly context: unknown;
  readonly content: unknown;
  readonly agent: ClaimedAgent | undefined;
}

export interface MetadataUpload {
  readonly caller: Caller;
  readonly resource: ResourceRef;
  readonly dataset: DatasetRef;
  readonly document: MetadataDocument;
  readonly outputKey: string | null;
}

type Ports = Pick<DataPorts, 'db' | 'admitOutput' | 'events' | 'now' | 'publicUrl'>;

/** The caller may change the resource: that has been asked. */
export const addMetadata = async (
  ports: Ports,
  upload: MetadataUpload,
): Promise<{ readonly id: string } | Refusal> => {
  const { caller, resource, document } = upload;
  if (isTooDeep(document.content) || isTooDeep(document.context)) return DOCUMENT_TOO_DEEP;
  const metadata = newMetadata(ports, upload);
  return change(ports, caller, `metadata on ${resource.name}`, async (trx) => {
    const missing = await holdResource(trx, resource);
    if (missing) return missing;
    const { id, isNews } = await keep(trx, metadata);
    if (isNews)
      await ports.events.metadataAdded(trx, {
        dataset: upload.dataset,
        resource,
        metadata: addedMetadata(id, metadata),
        by: caller,
        at: metadata.createdAt,
      });
    return { id };
  });
};

const newMetadata = (
  { now, publicUrl }: Ports,
  { caller, resource, document, outputKey }: MetadataUpload,
): NewMetadata => {
  const { context, content } = storableRecord({ context: document.context, content: document.content });
  return {
    ...attribute(caller, document.agent, publicUrl),
    id: uuidv7(),
    resource,
    context,
    content,
    userId: personBehind(caller),
    output: outputOf(caller, outputKey),
    createdAt: now(),
  };
};

/** It is news where nothing like it was there: not when an output is sent again, or made again the same. */
const keep = async (
  trx: DataTransaction,
  metadata: NewMetadata,
): Promise<{ readonly id: string; readonly isNews: boolean }> => {
  const { output } = metadata;
  const stored = isKeyed(output) ? await findMetadataOutput(trx, output) : undefined;
  if (!stored || !output) {
    await insertMetadata(trx, metadata);
    return { id: metadata.id, isNews: true };
  }
  if (outlasts(stored, output)) return { id: stored.id, isNews: false };
  await replaceMetadata(trx, stored.id, metadata);
  return { id: stored.id, isNews: !isDeepStrictEqual(stored.content, metadata.content) };
};

const addedMetadata = (
  id: string,
  { context, content, agent, extractor, output }: NewMetadata,
): AddedMetadata => ({
  id,
  context,
  content,
  agent,
  extractor,
  jobId: output?.jobId ?? null,
});
