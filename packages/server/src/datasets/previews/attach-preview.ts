import { change } from '../../access/change.ts';
import {
  requireCollection,
  requireFile,
  requirePreview,
  requireSection,
} from '../../access/require-resource.ts';
import type { Caller } from '../../model/caller.ts';
import type { PreviewKind, PreviewPlace } from '../../model/preview.ts';
import { DOCUMENT_TOO_DEEP, PREVIEW_NOT_FOUND, type Refusal } from '../../model/refusal.ts';
import { isTooDeep, storableRecord } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import { addPreviewDetails, removePreview } from '../../store/datasets/previews.ts';
import type { DatasetPorts } from '../ports.ts';
import { placePreview } from './place-preview.ts';

export interface Attachment {
  readonly caller: Caller;
  readonly kind: PreviewKind;
  readonly previewId: string;
  readonly to: { readonly type: 'file' | 'collection'; readonly id: string };
  /** The extractor on whose behalf a person sends the request. Ignored for a job, whose extractor is known. */
  readonly extractorId?: string | undefined;
}

type Ports = Pick<DatasetPorts, 'db' | 'hasRight' | 'admitOutput' | 'wakeBlobSweeper'>;

/** Only the uploader of a preview can attach it. Attaching it again to the same place succeeds. */
export const attachPreview = async (
  ports: Ports,
  { to, ...attachment }: Attachment,
): Promise<{ readonly done: true } | Refusal> => {
  const { caller, kind } = attachment;
  const place = await requirePlace(ports, caller, to);
  if ('refused' in place) return place;
  const done = await change(ports, caller, `${kind} on ${place.name}`, (trx) =>
    placePreview(trx, { ...attachment, place, within: 'place' }),
  );
  ports.wakeBlobSweeper();
  return done;
};

const requirePlace = async (
  ports: Ports,
  caller: Caller,
  { type, id }: Attachment['to'],
): Promise<(PreviewPlace & { readonly name: string }) | Refusal> => {
  if (type === 'collection') {
    const collection = await requireCollection(ports, caller, 'change', id);
    return 'refused' in collection ? collection : { type, id: collection.id, name: collection.name };
  }
  const file = await requireFile(ports, caller, 'change', id);
  return 'refused' in file ? file : { type, id: file.id, name: file.name, datasetId: file.dataset.id };
};

interface PreviewDescription {
  /** What the preview shows; the section counts if both are given. */
  readonly sectionId?: string | undefined;
  readonly fileId?: string | undefined;
  /** A key that the preview has already gets the new value. */
  readonly details: Readonly<Record<string, unknown>>;
}

export const describePreview = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'admitOutput'>,
  caller: Caller,
  id: string,
  { details, ...what }: PreviewDescription,
): Promise<{ readonly done: true } | Refusal> => {
  if (isTooDeep(details)) return DOCUMENT_TOO_DEEP;
  const preview = await requirePreview(ports, caller, 'change', id);
  if ('refused' in preview) return preview;
  const place = await requireNamedPlace(ports, caller, what);
  if (place && 'refused' in place) return place;
  const { kind } = preview;
  return change(ports, caller, `details of ${kind} ${preview.title}`, async (trx) => {
    const placed =
      place && (await placePreview(trx, { caller, kind, previewId: preview.id, place, within: 'dataset' }));
    if (placed && 'refused' in placed) return placed;
    return (await addPreviewDetails(trx, preview.id, storableRecord(details)))
      ? { done: true }
      : PREVIEW_NOT_FOUND;
  });
};

const requireNamedPlace = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight'>,
  caller: Caller,
  { sectionId, fileId }: Omit<PreviewDescription, 'details'>,
): Promise<PreviewPlace | Refusal | undefined> => {
  if (sectionId !== undefined) {
    const section = await requireSection(ports, caller, 'change', sectionId);
    return 'refused' in section ? section : { type: 'section', id: section.id, datasetId: section.datasetId };
  }
  if (fileId === undefined) return undefined;
  const file = await requireFile(ports, caller, 'change', fileId);
  return 'refused' in file ? file : { type: 'file', id: file.id, datasetId: file.dataset.id };
};

/** The sweeper removes the bytes later. */
export const deletePreview = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'admitOutput' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  kind: PreviewKind,
  id: string,
): Promise<{ readonly done: true } | Refusal> => {
  const preview = await requirePreview(ports, caller, 'change', id);
  if ('refused' in preview) return preview;
  if (preview.kind !== kind) return PREVIEW_NOT_FOUND;
  const done = await change(ports, caller, `${kind} ${preview.title} removed`, async (trx) => {
    if (!(await removePreview(trx, preview.id))) return PREVIEW_NOT_FOUND;
    const { id: subject, title: name } = preview;
    await recordAct(trx, { by: caller, act: `${kind}.delete`, subject, name, at: ports.now() });
    return { done: true } as const;
  });
  ports.wakeBlobSweeper();
  return done;
};
