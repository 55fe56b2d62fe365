import { type ImportedEvent, readStatus } from '@pawprint/protocol';
import { importedKind } from './clowder-extractions.ts';
import { type Converted, cutMessage, isoTime, unplaced } from './converted.ts';
import type { IdMap } from './id-map.ts';
import { documentOf, idOf, textOf, timeOf, timeOfObjectId } from './mongo-values.ts';

type Document = Readonly<Record<string, unknown>>;

/** A document of Clowder v2's `listener_jobs` or `listener_job_updates`, which can be in one file. */
export const convertListenerJob = (document: Document, idMap: IdMap): Converted => {
  const id = idOf(document._id);
  if (id === undefined) return unplaced(null, 'no_id', 'the document has no _id');
  if (document.listener_id !== undefined) return convertJob(id, document, idMap);
  if (document.job_id !== undefined) return convertUpdate(id, document);
  return unplaced(id, 'not_a_job', 'the document has neither listener_id nor job_id');
};

/** A job is its submission and, where no update says how it ended, its end. */
const convertJob = (id: string, document: Document, idMap: IdMap): Converted => {
  const extractor = textOf(document.listener_id);
  if (extractor === undefined || extractor.length > 255)
    return unplaced(id, 'no_extractor', 'the job has no listener_id');
  const resourceId = idOf(documentOf(document.resource_ref)?.resource_id);
  if (resourceId === undefined) return unplaced(id, 'no_file', 'the job has no resource_ref.resource_id');
  const at = timeOf(document.created) ?? timeOfObjectId(id);
  if (at === undefined) return unplaced(id, 'no_time', 'neither _id nor created says when it was');
  const resource = idMap.resource(resourceId);
  if (resource === undefined)
    return unplaced(id, 'unmapped_resource', `the map has no id for the resource ${resourceId}`);
  const submitter = submitterOf(document);
  const user = submitter === undefined ? undefined : idMap.user(submitter);
  const parameters = documentOf(document.parameters);
  const job = { job_id: id, extractor, resource, reported_at: null, reported: null };
  const submission: ImportedEvent = {
    ...job,
    id,
    kind: 'SUBMITTED',
    message: 'submitted in Clowder',
    at: isoTime(at),
    user: user ?? null,
    ...(parameters === undefined ? {} : { parameters }),
  };
  const end = endOf(document);
  const isUnmapped = submitter !== undefined && user === undefined;
  const detail = `the map has no user for ${submitter}`;
  return {
    events: end === undefined ? [submission] : [submission, { ...job, ...end, id: `end:${id}`, user: null }],
    unplaced: [],
    withoutUser: isUnmapped ? [{ id, reason: 'unmapped_user', detail }] : [],
  };
};

const submitterOf = ({ creator }: Document): string | undefined => {
  const person = documentOf(creator);
  return textOf(person?.email) ?? idOf(person?.id);
};

/**
 * Updates keep the text of a status without its kind, so errors, skips and retries can be told only by the job's own
 * status. "Done processing." is recognised in the update itself.
 */
const endOf = (document: Document): Pick<ImportedEvent, 'kind' | 'message' | 'at'> | undefined => {
  const kind = ENDS.find((end) => end === document.status);
  const at = timeOf(document.finished) ?? timeOf(document.updated);
  const message = textOf(document.latest_message) ?? '';
  if (kind === undefined || at === undefined || readStatus(message).kind === kind) return undefined;
  return { kind, message: cutMessage(message), at: isoTime(at) };
};

const ENDS = ['SUCCEEDED', 'ERROR', 'SKIPPED', 'RESUBMITTED'] as const;

/** An update names its job only: the server knows the rest from the job. */
const convertUpdate = (id: string, document: Document): Converted => {
  const jobId = idOf(document.job_id);
  if (jobId === undefined) return unplaced(id, 'no_job', 'the update has no job_id');
  const at = timeOf(document.timestamp) ?? timeOfObjectId(id);
  if (at === undefined) return unplaced(id, 'no_time', 'neither _id nor timestamp says when it was');
  const { kind, text } = readStatus(textOf(document.status) ?? '');
  const event: ImportedEvent = {
    id,
    job_id: jobId,
    extractor: null,
    resource: null,
    kind: importedKind(kind),
    message: cutMessage(text),
    at: isoTime(at),
    reported_at: null,
    reported: null,
    user: null,
  };
  return { events: [event], unplaced: [], withoutUser: [] };
};
