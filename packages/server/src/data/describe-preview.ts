import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { describePreview as describeRow } from '../store/data/previews.ts';
import { storableRecord } from '../store/storable.ts';
import { change } from './change.ts';
import { isTooDeep } from './json-depth.ts';
import { placePreview } from './place-preview.ts';
import type { DataPorts } from './ports.ts';
import type { PreviewPlace } from './preview.ts';
import { reachFile, reachPreview, reachSection } from './reach.ts';
import { DOCUMENT_TOO_DEEP, PREVIEW_NOT_FOUND } from './refusals.ts';

export interface PreviewDescription {
  /** What it shows. Of a section and its file, the section is meant. */
  readonly sectionId?: string | undefined;
  readonly fileId?: string | undefined;
  /** Keys that are there already take the new values. */
  readonly details: Readonly<Record<string, unknown>>;
}

type Ports = Pick<DataPorts, 'db' | 'may' | 'admitOutput'>;

export const describePreview = async (
  ports: Ports,
  caller: Caller,
  id: string,
  { details, ...what }: PreviewDescription,
): Promise<{ readonly done: true } | Refusal> => {
  if (isTooDeep(details)) return DOCUMENT_TOO_DEEP;
  const preview = await reachPreview(ports, caller, 'change', id);
  if ('refused' in preview) return preview;
  const place = await placeMeant(ports, caller, what);
  if (place && 'refused' in place) return place;
  const { kind } = preview;
  return change(ports, caller, `details of ${kind} ${preview.title}`, async (trx) => {
    const placed =
      place && (await placePreview(trx, { caller, kind, previewId: preview.id, place, within: 'dataset' }));
    if (placed && 'refused' in placed) return placed;
    return (await describeRow(trx, preview.id, storableRecord(details))) ? { done: true } : PREVIEW_NOT_FOUND;
  });
};

const placeMeant = async (
  ports: Ports,
  caller: Caller,
  { sectionId, fileId }: Omit<PreviewDescription, 'details'>,
): Promise<PreviewPlace | Refusal | undefined> => {
  if (sectionId !== undefined) {
    const section = await reachSection(ports, caller, 'change', sectionId);
    return 'refused' in section ? section : { type: 'section', id: section.id, datasetId: section.datasetId };
  }
  if (fileId === undefined) return undefined;
  const file = await reachFile(ports, caller, 'change', fileId);
  return 'refused' in file ? file : { type: 'file', id: file.id, datasetId: file.dataset.id };
};
