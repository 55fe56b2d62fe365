import { type ImportedEvent, type ReportedKind, readStatus } from '@pawprint/protocol';
import { type Converted, cutMessage, isoTime, unplaced } from './converted.ts';
import type { IdMap } from './id-map.ts';
import { idOf, textOf, timeOf, timeOfObjectId } from './mongo-values.ts';

/**
 * An event of Clowder v1's collection `extractions`: `{_id, file_id, job_id?, extractor_id, status, start, user_id}`. Its
 * `_id` says when Clowder stored it, by Clowder's clock; `start` is the extractor's clock.
 */
export const convertExtraction = (document: Readonly<Record<string, unknown>>, idMap: IdMap): Converted => {
  const id = idOf(document._id);
  if (id === undefined) return unplaced(null, 'no_id', 'the document has no _id');
  const [fileId, extractor] = [idOf(document.file_id), textOf(document.extractor_id)];
  if (fileId === undefined) return unplaced(id, 'no_file', 'the document has no file_id');
  if (extractor === undefined || extractor.length > 255)
    return unplaced(id, 'no_extractor', 'the document has no extractor_id');
  const reportedAt = timeOf(document.start);
  const at = timeOfObjectId(id) ?? reportedAt;
  if (at === undefined) return unplaced(id, 'no_time', 'neither _id nor start says when it was');
  const resource = idMap.resource(fileId);
  if (resource === undefined)
    return unplaced(id, 'unmapped_resource', `the map has no id for the file ${fileId}`);
  const { kind, message } = statusOf(textOf(document.status) ?? '');
  const submitter = kind === 'SUBMITTED' ? submitterOf(document.user_id) : undefined;
  const user = submitter === undefined ? undefined : idMap.user(submitter);
  const event: ImportedEvent = {
    id,
    job_id: idOf(document.job_id) ?? null,
    extractor,
    resource,
    kind,
    message,
    at: isoTime(at),
    reported_at: reportedAt === undefined ? null : isoTime(reportedAt),
    reported: reportedAt === undefined ? null : isoTime(reportedAt),
    user: user ?? null,
  };
  const isUnmapped = submitter !== undefined && user === undefined;
  const detail = `the map has no user for ${submitter}`;
  return {
    events: [event],
    unplaced: [],
    withoutUser: isUnmapped ? [{ id, reason: 'unmapped_user', detail }] : [],
  };
};

/** Clowder's texts for what became of a cancelled submission. The second one means that nothing changed. */
const CANCELLED = /^cancel success$/i;

const statusOf = (status: string): { readonly kind: ImportedEvent['kind']; readonly message: string } => {
  if (CANCELLED.test(status.trim())) return { kind: 'CANCELLED', message: status };
  const { kind, text } = readStatus(status);
  return { kind: importedKind(kind), message: cutMessage(text) };
};

/** A text that names no kind is a line of progress. */
export const importedKind = (kind: ReportedKind | undefined): ImportedEvent['kind'] =>
  kind === undefined || kind === 'LOG' || kind === 'PROGRESS' ? 'PROCESSING' : kind;

/** Clowder's user for what nobody did. */
const ANONYMOUS = '000000000000000000000000';

const submitterOf = (value: unknown): string | undefined => {
  const id = idOf(value);
  return id === ANONYMOUS ? undefined : id;
};
