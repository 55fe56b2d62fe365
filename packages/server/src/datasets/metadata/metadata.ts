import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { change } from '../../access/change-as.ts';
import { type Caller, responsibleUser } from '../../model/caller.ts';
import type { DatasetRef } from '../../model/dataset.ts';
import type { AddedMetadata, MetadataDocument } from '../../model/metadata.ts';
import { isFromLaterAttempt, isKeyed, outputOf } from '../../model/output.ts';
import { DOCUMENT_TOO_DEEP, type Refusal, refuse } from '../../model/refusal.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { isTooDeep, storableRecord, storableText } from '../../model/storable.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import {
  findMetadataOutput,
  insertMetadata,
  type NewMetadata,
  removeMetadata as removeRows,
  replaceMetadata,
} from '../../store/datasets/metadata.ts';
import { lockResource } from '../../store/datasets/resources.ts';
import type { DatasetPorts } from '../ports.ts';
import { attribute } from './metadata-agent.ts';

interface MetadataUpload {
  readonly caller: Caller;
  readonly resource: ResourceRef;
  readonly dataset: DatasetRef;
  readonly document: MetadataDocument;
  readonly outputKey: string | null;
}

type Ports = Pick<DatasetPorts, 'db' | 'admitOutput' | 'events' | 'now' | 'publicUrl'>;

/** The caller may change the resource: that has been asked. */
export const addMetadata = async (
  ports: Ports,
  upload: MetadataUpload,
): Promise<{ readonly id: string } | Refusal> => {
  const { caller, resource, document } = upload;
  if (isTooDeep(document.content) || isTooDeep(document.context)) return DOCUMENT_TOO_DEEP;
  const metadata = newMetadata(ports, upload);
  return change(ports, caller, `metadata on ${resource.name}`, async (trx) => {
    const missing = await lockResource(trx, resource);
    if (missing) return missing;
    const { id, isChange } = await keep(trx, metadata);
    if (isChange)
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
    userId: responsibleUser(caller),
    output: outputOf(caller, outputKey),
    createdAt: now(),
  };
};

/** It is news where nothing like it was there: not when an output is sent again, or made again the same. */
const keep = async (
  trx: DatabaseTransaction,
  metadata: NewMetadata,
): Promise<{ readonly id: string; readonly isChange: boolean }> => {
  const { output } = metadata;
  const stored = isKeyed(output) ? await findMetadataOutput(trx, output) : undefined;
  if (!stored || !output) {
    await insertMetadata(trx, metadata);
    return { id: metadata.id, isChange: true };
  }
  if (isFromLaterAttempt(stored, output)) return { id: stored.id, isChange: false };
  await replaceMetadata(trx, stored.id, metadata);
  return { id: stored.id, isChange: !isDeepStrictEqual(stored.content, metadata.content) };
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

interface MetadataRemoval {
  readonly caller: Caller;
  readonly resource: ResourceRef;
  readonly dataset: DatasetRef;
  /** Whose; everybody's where it is undefined. */
  readonly extractor: string | undefined;
}

const NOT_ITS_OWN = refuse('forbidden', 'A job removes only what its own extractor has written.');

/** The caller may change the resource: that has been asked. Extractors are told once, however many documents go. */
export const removeMetadata = async (
  ports: Pick<DatasetPorts, 'db' | 'admitOutput' | 'events' | 'now'>,
  { caller, resource, dataset, extractor }: MetadataRemoval,
): Promise<{ readonly count: number } | Refusal> => {
  const named = extractor === undefined ? undefined : storableText(extractor);
  // Clowder's clients forget to say whose they mean: a job always means its own.
  if (caller.kind === 'job' && named !== undefined && named !== caller.extractor) return NOT_ITS_OWN;
  const whose = caller.kind === 'job' ? caller.extractor : named;
  return change(ports, caller, `removal of metadata on ${resource.name}`, async (trx) => {
    const removed = await removeRows(trx, resource, whose);
    if (removed.length > 0)
      await ports.events.metadataRemoved(trx, { dataset, resource, removed, by: caller, at: ports.now() });
    return { count: removed.length };
  });
};
