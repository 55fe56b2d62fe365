import type { ExtractorMessage, MessageRef } from '@pawprint/protocol';
import type { Job } from '../../job/job.ts';

/** What the delivery adds to its message. */
interface DeliveryFacts {
  readonly redelivered: boolean;
  /** Names the job where the message does not. */
  readonly correlationId: string | undefined;
}

const textIn = (extra: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined => {
  const value = extra?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** In messages about metadata Clowder v1 always writes 0 bytes. */
const sizeOf = ({ fileSize }: ExtractorMessage, trigger: MessageTrigger): number | null =>
  fileSize === undefined || (fileSize === 0 && trigger === 'metadata') ? null : fileSize;

/** The job's id as the sender names it; null where the message names none. */
export const jobIdOf = ({ job_id, jobid }: ExtractorMessage): string | null => job_id || jobid || null;

/**
 * The number of the attempt: the server's number plus the retries that extractors counted in the message. Undefined for
 * a redelivery, since the broker does not say how many there were, and for a server that sends no number.
 */
export const attemptOf = (
  { attempt, retry_count }: ExtractorMessage,
  { redelivered }: DeliveryFacts,
): number | undefined => (redelivered || attempt === undefined ? undefined : attempt + retry_count);

const about = (message: ExtractorMessage, trigger: MessageTrigger) => {
  const resource = resourceIdOf(message, trigger);
  const ref = refOf(message, resource);
  if (resource.type === 'dataset') {
    const name = textIn(ref?.extra, 'datasetname') ?? message.datasetname ?? '';
    return { resource: { ...resource, name }, filename: null, mimeType: null, sizeBytes: null };
  }
  const filename = message.filename || (textIn(ref?.extra, 'filename') ?? null);
  return {
    resource: { ...resource, name: filename ?? resource.id },
    filename,
    mimeType: ref?.mimeType || null,
    sizeBytes: sizeOf(message, trigger),
  };
};

/** The job as the message describes it. No request is made for anything that the message leaves out. */
export const jobOfMessage = (message: ExtractorMessage, delivery: DeliveryFacts): Job => {
  const trigger = triggerOf(message);
  const { resource, ...file } = about(message, trigger);
  const triedAtLeast = (message.attempt ?? 1) + message.retry_count + (delivery.redelivered ? 1 : 0);
  return {
    id: jobIdOf(message) ?? delivery.correlationId ?? message.id,
    attempt: attemptOf(message, delivery) ?? triedAtLeast,
    resource,
    ...file,
    datasetId: message.datasetId || (resource.type === 'dataset' ? resource.id : null),
    parameters: message.parameters ?? {},
    trigger,
  };
};

type ResourceId = Pick<Job['resource'], 'type' | 'id'>;

const aboutWhole = ({ id, datasetId }: ExtractorMessage): ResourceId => ({
  type: id === datasetId ? 'dataset' : 'file',
  id,
});

const aboutMetadata = (message: ExtractorMessage): ResourceId => {
  const { resourceType: type, resourceId: id } = message;
  return id && (type === 'file' || type === 'dataset') ? { type, id } : aboutWhole(message);
};

/** The file or dataset that a message is about: for what happened to a dataset's file, the dataset. */
const resourceIdOf = (message: ExtractorMessage, trigger: MessageTrigger): ResourceId => {
  if (trigger === 'dataset') return { type: 'dataset', id: message.datasetId || message.id };
  return trigger === 'metadata' ? aboutMetadata(message) : aboutWhole(message);
};

/** The other facts about that resource in the message. */
const refOf = ({ source, target }: ExtractorMessage, { type, id }: ResourceId): MessageRef | undefined =>
  [source, target].find((ref) => ref?.id.id === id && ref.id.resourceType === type);

/** Why the job was submitted. */
type MessageTrigger = 'upload' | 'dataset' | 'metadata' | 'manual';

/**
 * Read from the routing key as by pyClowder, with one exception: a submission by hand is recognised
 * first, so that an extractor may have `.dataset.` or `.file.` in its name.
 */
const triggerOf = ({ routing_key, action }: ExtractorMessage): MessageTrigger => {
  const key = routing_key ?? '';
  if (action === 'manual-submission' || key.startsWith('extractors.')) return 'manual';
  if (key.includes('.dataset.')) return 'dataset';
  if (key.includes('.file.')) return 'upload';
  return key.includes('metadata.') ? 'metadata' : 'manual';
};
