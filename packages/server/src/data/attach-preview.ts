import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { change } from './change.ts';
import { placePreview } from './place-preview.ts';
import type { DataPorts } from './ports.ts';
import type { PreviewKind, PreviewPlace } from './preview.ts';
import { reachCollection, reachFile } from './reach.ts';

export interface Attachment {
  readonly caller: Caller;
  readonly kind: PreviewKind;
  readonly previewId: string;
  readonly to: { readonly type: 'file' | 'collection'; readonly id: string };
  /** For whom the caller speaks; not read from a job, which speaks for itself. */
  readonly extractorId?: string | undefined;
}

type Ports = Pick<DataPorts, 'db' | 'may' | 'admitOutput' | 'wakeBlobSweeper'>;

/** Only who uploaded a preview can attach it, and again to the same as often as they like. */
export const attachPreview = async (
  ports: Ports,
  { to, ...attachment }: Attachment,
): Promise<{ readonly done: true } | Refusal> => {
  const { caller, kind } = attachment;
  const place = await reachPlace(ports, caller, to);
  if ('refused' in place) return place;
  const done = await change(ports, caller, `${kind} on ${place.name}`, (trx) =>
    placePreview(trx, { ...attachment, place, within: 'place' }),
  );
  ports.wakeBlobSweeper();
  return done;
};

const reachPlace = async (
  ports: Ports,
  caller: Caller,
  { type, id }: Attachment['to'],
): Promise<(PreviewPlace & { readonly name: string }) | Refusal> => {
  if (type === 'collection') {
    const collection = await reachCollection(ports, caller, 'change', id);
    return 'refused' in collection ? collection : { type, id: collection.id, name: collection.name };
  }
  const file = await reachFile(ports, caller, 'change', id);
  return 'refused' in file ? file : { type, id: file.id, name: file.name, datasetId: file.dataset.id };
};
