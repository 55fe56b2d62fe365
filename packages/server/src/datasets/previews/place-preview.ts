import { isUploaderOf } from '../../access/require-resource.ts';
import type { Caller } from '../../model/caller.ts';
import type { Preview, PreviewKind, PreviewPlace } from '../../model/preview.ts';
import {
  COLLECTION_NOT_FOUND,
  FILE_NOT_FOUND,
  PREVIEW_NOT_FOUND,
  type Refusal,
  refuse,
  SECTION_NOT_FOUND,
} from '../../model/refusal.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { lockCollection } from '../../store/datasets/collections.ts';
import { lockFile } from '../../store/datasets/files.ts';
import { lockPreview, placePreview as placeRow, removeThumbnail } from '../../store/datasets/previews.ts';
import { lockSection } from '../../store/datasets/sections.ts';
import { extractorName } from '../metadata/metadata-agent.ts';

export interface Placement {
  readonly caller: Caller;
  readonly kind: PreviewKind;
  readonly previewId: string;
  /** The caller may change it: that has been asked. */
  readonly place: PreviewPlace;
  /** How far a preview that is attached already may be moved. */
  readonly within: 'place' | 'dataset';
  /** For whom the caller speaks; not read from a job, which speaks for itself. */
  readonly extractorId?: string | undefined;
}

const ATTACHED_ELSEWHERE = refuse('conflict', 'It is attached to something else already.');

/** What nobody has attached, only who uploaded it can attach. */
export const placePreview = async (
  trx: DatabaseTransaction,
  placement: Placement,
): Promise<{ readonly done: true } | Refusal> => {
  const { kind, place, previewId, extractorId = '' } = placement;
  const missing = await holdPlace(trx, place, kind);
  if (missing) return missing;
  const objection = refusalFor(await lockPreview(trx, previewId), placement);
  if (objection) return objection;
  if (kind === 'thumbnail') await removeThumbnail(trx, place.id, previewId);
  await placeRow(trx, previewId, place, extractorName(extractorId) ?? null);
  return { done: true };
};

const holdPlace = async (
  trx: DatabaseTransaction,
  { type, id }: PreviewPlace,
  kind: PreviewKind,
): Promise<Refusal | undefined> => {
  if (type === 'file') return (await lockFile(trx, id, kind === 'thumbnail')) ? undefined : FILE_NOT_FOUND;
  if (type === 'section') return (await lockSection(trx, id)) ? undefined : SECTION_NOT_FOUND;
  return (await lockCollection(trx, id)) ? undefined : COLLECTION_NOT_FOUND;
};

const refusalFor = (preview: Preview | undefined, placement: Placement): Refusal | undefined => {
  if (!preview || preview.kind !== placement.kind) return PREVIEW_NOT_FOUND;
  if (!preview.attachedTo) return isUploaderOf(preview, placement.caller) ? undefined : PREVIEW_NOT_FOUND;
  return mayMove(preview.attachedTo, placement) ? undefined : ATTACHED_ELSEWHERE;
};

const mayMove = (from: PreviewPlace, { place: to, within }: Placement): boolean => {
  if (from.type === to.type && from.id === to.id) return true;
  return within === 'dataset' && datasetOf(from) !== undefined && datasetOf(from) === datasetOf(to);
};

const datasetOf = (place: PreviewPlace): string | undefined =>
  place.type === 'collection' ? undefined : place.datasetId;
