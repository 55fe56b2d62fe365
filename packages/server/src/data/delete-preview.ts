import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { removePreview } from '../store/data/previews.ts';
import { change } from './change.ts';
import type { DataPorts } from './ports.ts';
import type { PreviewKind } from './preview.ts';
import { reachPreview } from './reach.ts';
import { PREVIEW_NOT_FOUND } from './refusals.ts';

/** Its bytes follow when the sweeper comes round. */
export const deletePreview = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'admitOutput' | 'wakeBlobSweeper'>,
  caller: Caller,
  kind: PreviewKind,
  id: string,
): Promise<{ readonly done: true } | Refusal> => {
  const preview = await reachPreview(ports, caller, 'change', id);
  if ('refused' in preview) return preview;
  if (preview.kind !== kind) return PREVIEW_NOT_FOUND;
  const done = await change(ports, caller, `${kind} ${preview.title} removed`, async (trx) =>
    (await removePreview(trx, preview.id)) ? ({ done: true } as const) : PREVIEW_NOT_FOUND,
  );
  ports.wakeBlobSweeper();
  return done;
};
