import type { JobMessage } from '@pawprint/protocol';
import type { ClaimedJob } from '../model/job.ts';
import { routingKey } from './routing-key.ts';

export interface JobAccess {
  /** Base URL without trailing slash, for instances. */
  readonly host: string;
  /** The job's own credential. */
  readonly secretKey: string;
}

/** The message that describes a claimed job, in the fields of Clowder's RabbitMQ messages. */
export const claimMessageToWire = ({ job: { facts }, lease }: ClaimedJob, access: JobAccess): JobMessage => {
  const { type, id, name, sizeBytes, mime } = facts.resource;
  return {
    ...access,
    job_id: facts.id,
    attempt: lease.attempt,
    extractor: facts.extractor,
    resource: { type, id, name },
    id,
    datasetId: facts.datasetId ?? '',
    filename: type === 'file' ? name : null,
    mime_type: mime,
    size_bytes: sizeBytes,
    parameters: { ...facts.parameters },
    routing_key: routingKey(facts),
    trigger: facts.trigger,
  };
};
