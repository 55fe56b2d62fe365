import type { JobFacts } from '../model/job.ts';
import { routingKey } from './routing-key.ts';

/** What the message contains beyond the job itself. */
export interface MessageContext {
  /** The extractor's name for itself. */
  readonly ownName: string;
  /** The number the next attempt will have. */
  readonly attempt: number;
  /** Base URL without trailing slash, for extractors. */
  readonly host: string;
  /** The job's own credential. */
  readonly secretKey: string;
  /** E-mail of the person who submitted it; null if no person did. */
  readonly email: string | null;
  /** The content of the metadata that triggered the job, in JSON; null if it was removed. */
  readonly metadata: Uint8Array | null;
}

interface Ref {
  readonly id: { readonly resourceType: string; readonly id: string };
  readonly mimeType?: string;
  readonly extra: Readonly<Record<string, string>>;
}

const ref = (
  type: string,
  id: string,
  extra: Record<string, string> = {},
  mime: string | null = null,
): Ref => ({
  id: { resourceType: type, id },
  ...(mime === null ? {} : { mimeType: mime }),
  extra,
});

const resourceRef = ({ resource: { type, id, name, mime } }: JobFacts): Ref =>
  ref(type, id, { [type === 'file' ? 'filename' : 'datasetname']: name }, mime);

const activityOf = ({ trigger, dataChange }: JobFacts): string => {
  if (dataChange?.operation.includes('removed')) return 'removed';
  if (dataChange !== null) return 'added';
  return trigger === 'upload' ? 'created' : 'submitted';
};

/** `source` is what was added or removed, `target` where. Clowder writes no target as the text `{}`. */
const sourceAndTarget = (facts: JobFacts): { source: Ref; target: Ref | '{}' } => {
  const { dataChange, cause } = facts;
  if (dataChange !== null && 'metadataId' in dataChange)
    return { source: ref('metadata', dataChange.metadataId ?? ''), target: resourceRef(facts) };
  if (cause !== null)
    return { source: ref(cause.type, cause.id, { filename: cause.name }), target: resourceRef(facts) };
  return { source: resourceRef(facts), target: '{}' };
};

const isAboutMetadata = ({ dataChange }: JobFacts): boolean =>
  dataChange !== null && 'metadataId' in dataChange;

/** pyClowder waits for ever when a message about metadata lacks these fields, or `metadata`. */
const metadataFields = (facts: JobFacts) =>
  isAboutMetadata(facts) ? { resourceType: facts.resource.type, resourceId: facts.resource.id } : {};

const nameFields = ({ resource: { type, name }, cause }: JobFacts) =>
  type === 'file' ? { filename: name } : { datasetname: name, ...(cause && { filename: cause.name }) };

/**
 * The message of a job, in JSON: all fields of Clowder v1, each of which some extractor reads, and `job_id` and `attempt`.
 * Metadata, of megabytes maybe, is put in as it is stored.
 */
export const jobMessageToJson = (facts: JobFacts, context: MessageContext): Uint8Array => {
  const fields = JSON.stringify(messageFields(facts, context));
  if (!isAboutMetadata(facts)) return Buffer.from(fields);
  return Buffer.concat([
    Buffer.from(`${fields.slice(0, -1)},"metadata":`),
    context.metadata ?? Buffer.from('{}'),
    Buffer.from('}'),
  ]);
};

const messageFields = (facts: JobFacts, context: MessageContext) => {
  const { resource, cause, parameters } = facts;
  // A change to one file of a dataset is described by that file; the dataset is in `datasetId`.
  const id = cause?.id ?? resource.id;
  const isManual = facts.trigger !== 'upload' && facts.dataChange === null;
  return {
    notifies: context.email === null ? [] : [context.email],
    msgid: facts.id,
    id,
    jobid: facts.id,
    job_id: facts.id,
    attempt: context.attempt,
    intermediateId: id,
    fileSize: String(resource.sizeBytes ?? 0),
    host: context.host,
    datasetId: facts.datasetId ?? '',
    flags: '',
    secretKey: context.secretKey,
    routing_key: routingKey(facts, context.ownName),
    activity: activityOf(facts),
    ...sourceAndTarget(facts),
    ...nameFields(facts),
    ...metadataFields(facts),
    ...(isManual ? { action: 'manual-submission' } : {}),
    parameters,
  };
};
