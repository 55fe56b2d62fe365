import type { ExtractorMessage } from '@pawprint/protocol';
import type { Job } from '../../job/job.ts';
import { type MessageOccasion, occasionOf } from './message-occasion.ts';
import { refOf, resourceIdOf } from './message-resource.ts';

/** What the delivery adds to its message. */
export interface DeliveryFacts {
  readonly redelivered: boolean;
  /** Names the job where the message does not. */
  readonly correlationId: string | undefined;
}

const textIn = (extra: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined => {
  const value = extra?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** For metadata Clowder v1 says 0 bytes without having looked. */
const sizeOf = ({ fileSize }: ExtractorMessage, occasion: MessageOccasion): number | null =>
  fileSize === undefined || (fileSize === 0 && occasion === 'metadata') ? null : fileSize;

/** The job's id in the words of whoever sent it; null where the message names none. */
export const jobIdOf = ({ job_id, jobid }: ExtractorMessage): string | null => job_id || jobid || null;

/**
 * The number of the attempt by the server's count: extractors that put a message back count themselves. Undefined for a
 * delivery made again, since nobody knows how often it was, and for a server that does not count.
 */
export const attemptOf = (
  { attempt, retry_count }: ExtractorMessage,
  { redelivered }: DeliveryFacts,
): number | undefined => (redelivered || attempt === undefined ? undefined : attempt + retry_count);

const about = (message: ExtractorMessage, occasion: MessageOccasion) => {
  const resource = resourceIdOf(message, occasion);
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
    sizeBytes: sizeOf(message, occasion),
  };
};

/** The job as the message alone describes it: nobody is asked for more. */
export const jobOfMessage = (message: ExtractorMessage, delivery: DeliveryFacts): Job => {
  const trigger = occasionOf(message);
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
