import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { describePreview as describeRow } from '../store/data/previews.ts';
import { storableRecord } from '../store/storable.ts';
import { change } from './change.ts';
import { isTooDeep } from './json-depth.ts';
import type { DataPorts } from './ports.ts';
import { reachPreview } from './reach.ts';
import { DOCUMENT_TOO_DEEP, PREVIEW_NOT_FOUND } from './refusals.ts';

/** Keys that are there already take the new values. */
export const describePreview = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'admitOutput'>,
  caller: Caller,
  id: string,
  details: Readonly<Record<string, unknown>>,
): Promise<{ readonly done: true } | Refusal> => {
  if (isTooDeep(details)) return DOCUMENT_TOO_DEEP;
  const preview = await reachPreview(ports, caller, 'change', id);
  if ('refused' in preview) return preview;
  return change(ports, caller, `details of ${preview.kind} ${preview.title}`, async (trx) =>
    (await describeRow(trx, preview.id, storableRecord(details))) ? { done: true } : PREVIEW_NOT_FOUND,
  );
};
