import type { JobMessage } from '@pawprint/protocol';
import type { ClaimedJob } from '../model/job.ts';
import { routingKey } from './routing-key.ts';

export interface Credentialled {
  /** Base URL without trailing slash, as instances reach it. */
  readonly host: string;
  /** The job's own credential. */
  readonly secretKey: string;
}

/** The work order of a claimed job. */
export const claimMessageToWire = (
  { job: { facts }, lease }: ClaimedJob,
  access: Credentialled,
): JobMessage => {
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
