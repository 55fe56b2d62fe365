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
import {
  lockPreview,
  movePreview,
  removeEarlierPreview,
  removeThumbnail,
} from '../../store/datasets/previews.ts';
import { lockSection } from '../../store/datasets/sections.ts';
import { extractorName } from '../metadata/metadata-agent.ts';

export interface Placement {
  readonly caller: Caller;
  readonly kind: PreviewKind;
  readonly previewId: string;
  /** The right to change it must have been checked already. */
  readonly place: PreviewPlace;
  /** Where a preview that is attached already can be moved: nowhere else, or within its dataset. */
  readonly within: 'place' | 'dataset';
  /** The extractor on whose behalf a person sends the request. Ignored for a job, whose extractor is known. */
  readonly extractorId?: string | undefined;
}

/** Attaches a preview. Only its uploader can attach one that is attached to nothing. */
export const placePreview = async (
  trx: DatabaseTransaction,
  placement: Placement,
): Promise<{ readonly done: true } | Refusal> => {
  const { kind, place, previewId, extractorId = '' } = placement;
  const missing = await lockPlace(trx, place, kind);
  if (missing) return missing;
  const preview = await lockPreview(trx, previewId);
  const refusal = refusalFor(preview, placement);
  if (refusal) return refusal;
  if (kind === 'thumbnail') await removeThumbnail(trx, place.id, previewId);
  else if (preview?.attachedTo?.id !== place.id) await removeEarlierPreview(trx, previewId, place);
  await movePreview(trx, previewId, place, extractorName(extractorId) ?? null);
  return { done: true };
};

const lockPlace = async (
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
  return canMove(preview.attachedTo, placement) ? undefined : ATTACHED_ELSEWHERE;
};

const ATTACHED_ELSEWHERE = refuse('conflict', 'The preview is attached to something else already.');

const canMove = (from: PreviewPlace, { place: to, within }: Placement): boolean => {
  if (from.type === to.type && from.id === to.id) return true;
  return within === 'dataset' && datasetOf(from) !== undefined && datasetOf(from) === datasetOf(to);
};

const datasetOf = (place: PreviewPlace): string | undefined =>
  place.type === 'collection' ? undefined : place.datasetId;
