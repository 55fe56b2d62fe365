import { v7 as uuidv7 } from 'uuid';
import { change } from '../../access/change.ts';
import { type Caller, responsibleUser } from '../../model/caller.ts';
import type { DatasetRef } from '../../model/dataset.ts';
import type { MetadataDocument } from '../../model/metadata.ts';
import { isFromLaterAttempt, isKeyed, type Output, outputOf } from '../../model/output.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { storableText } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import {
  findMetadataOutput,
  findUnnamedMetadata,
  insertMetadata,
  lockMetadata,
  markReplaced,
  type NewMetadata,
  removeMetadata as removeRows,
  replaceMetadata,
} from '../../store/datasets/metadata.ts';
import { lockResource } from '../../store/datasets/resources.ts';
import type { DatasetPorts } from '../ports.ts';
import { attribute, withNamedVersion } from './metadata-agent.ts';

interface MetadataUpload {
  readonly caller: Caller;
  readonly resource: ResourceRef;
  readonly dataset: DatasetRef;
  readonly document: MetadataDocument;
  readonly outputKey: string | null;
}

type Ports = Pick<DatasetPorts, 'db' | 'admitOutput' | 'changes' | 'now' | 'publicUrl'>;

/** The right to change the resource must have been checked already. */
export const addMetadata = async (
  ports: Ports,
  upload: MetadataUpload,
): Promise<{ readonly id: string } | Refusal> => {
  const { resource, document } = upload;
  const caller = withNamedVersion(upload.caller, document.agent);
  return change(ports, caller, `metadata on ${resource.name}`, async (trx, by) => {
    const metadata = newMetadata(ports, { ...upload, caller: by });
    const missing = await lockResource(trx, resource);
    if (missing) return missing;
    const refusal = await checkReplaced(trx, by, resource, document.replaces);
    if (refusal) return refusal;
    const { id, isChange } = await storeDocument(trx, metadata);
    if (document.replaces !== undefined) await markReplaced(trx, document.replaces, id);
    if (isChange)
      await ports.changes.metadataAdded(trx, {
        dataset: upload.dataset,
        resource,
        metadata: { id, extractor: metadata.extractor },
        by,
        at: metadata.createdAt,
      });
    return { id };
  });
};

/** Undefined: the document takes no other one's place, or may take it. */
const checkReplaced = async (
  trx: DatabaseTransaction,
  by: Caller,
  resource: ResourceRef,
  replaces: string | undefined,
): Promise<Refusal | undefined> => {
  if (replaces === undefined) return undefined;
  const stored = await lockMetadata(trx, resource, replaces);
  if (stored === undefined) return NOT_THERE;
  if (by.kind !== 'user' || stored.extractor !== null) return BY_EXTRACTOR;
  return stored.replacedBy === null ? undefined : EDITED_MEANWHILE;
};

const NOT_THERE = refuse('not_found', 'The document to replace is not there.');
const BY_EXTRACTOR = refuse(
  'forbidden',
  'Only people edit metadata, and only that of people. Add a document of your own beside that of an extractor.',
);
const EDITED_MEANWHILE = refuse('conflict', 'Somebody has edited this metadata meanwhile.');

const newMetadata = (
  { now, publicUrl }: Ports,
  { caller, resource, document, outputKey }: MetadataUpload,
): NewMetadata => {
  return {
    ...attribute(caller, document.agent, publicUrl),
    id: uuidv7(),
    resource,
    context: document.context,
    content: document.content,
    userId: responsibleUser(caller),
    output: outputOf(caller, outputKey),
    createdAt: now(),
  };
};

/**
 * An output takes the place of the one that an earlier attempt made. `isChange` is false if it is repeated, or a later
 * attempt made the same again.
 */
const storeDocument = async (
  trx: DatabaseTransaction,
  metadata: NewMetadata,
): Promise<{ readonly id: string; readonly isChange: boolean }> => {
  const { output } = metadata;
  const stored = output && (await findStored(trx, metadata, output));
  if (!stored) {
    await insertMetadata(trx, metadata);
    return { id: metadata.id, isChange: true };
  }
  if (isFromLaterAttempt(stored, output)) return { id: stored.id, isChange: false };
  await replaceMetadata(trx, stored.id, metadata);
  return { id: stored.id, isChange: !stored.isSame };
};

const findStored = (trx: DatabaseTransaction, metadata: NewMetadata, output: Output) =>
  isKeyed(output) ? findMetadataOutput(trx, output, metadata) : findUnnamedMetadata(trx, metadata, output);

interface MetadataRemoval {
  readonly caller: Caller;
  readonly resource: ResourceRef;
  readonly dataset: DatasetRef;
  /** Only documents of this extractor are removed; undefined for all. */
  readonly extractor: string | undefined;
}

/**
 * Removes documents as one data change, however many there are. The right to change the resource must have been checked
 * already.
 */
export const removeMetadata = async (
  ports: Pick<DatasetPorts, 'db' | 'admitOutput' | 'changes' | 'now'>,
  { caller, resource, dataset, extractor }: MetadataRemoval,
): Promise<{ readonly count: number } | Refusal> => {
  const named = extractor === undefined ? undefined : storableText(extractor);
  if (caller.kind === 'job' && named !== undefined && named !== caller.extractor) return OTHER_EXTRACTOR;
  // Clients of Clowder v1 often name no extractor: a job then means its own.
  const author = caller.kind === 'job' ? caller.extractor : named;
  return change(ports, caller, `removal of metadata on ${resource.name}`, async (trx) => {
    const removed = await removeRows(trx, resource, author);
    if (removed.length === 0) return { count: 0 };
    await recordAct(trx, {
      by: caller,
      act: 'metadata.delete',
      subject: resource.id,
      name: resource.name,
      details: {
        of: resource.type,
        documents: removed.length,
        ...(author !== undefined && { extractor: author }),
      },
      at: ports.now(),
    });
    await ports.changes.metadataRemoved(trx, { dataset, resource, removed, by: caller, at: ports.now() });
    return { count: removed.length };
  });
};

const OTHER_EXTRACTOR = refuse('forbidden', 'A job can remove only metadata of its own extractor.');
