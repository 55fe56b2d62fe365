import type { Caller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { removeMetadata as removeRows } from '../store/data/metadata.ts';
import { storableText } from '../store/storable.ts';
import { change } from './change.ts';
import type { DatasetRef } from './dataset.ts';
import type { DataPorts } from './ports.ts';
import type { ResourceRef } from './resource.ts';

export interface MetadataRemoval {
  readonly caller: Caller;
  readonly resource: ResourceRef;
  readonly dataset: DatasetRef;
  /** Whose; everybody's where it is undefined. */
  readonly extractor: string | undefined;
}

const NOT_ITS_OWN = refuse('forbidden', 'A job removes only what its own extractor has written.');

/** The caller may change the resource: that has been asked. Extractors are told once, however many documents go. */
export const removeMetadata = async (
  ports: Pick<DataPorts, 'db' | 'admitOutput' | 'events' | 'now'>,
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
