import type { Instant, LinesDropped } from '@pawprint/core';
import type { JobMessage, Lease, StatusReport, LinesDropped as WireLinesDropped } from '@pawprint/protocol';
import type { AttemptLease, ClaimedJob, Explain, Job, JobView } from '../model/job.ts';
import type { Report } from '../model/report.ts';
import { storableText } from '../model/storable.ts';
import { jobToWire } from './job.ts';
import { routingKey } from './routing-key.ts';
import { time } from './time.ts';

/** What the answer to a claim contains beyond the job and its lease. */
interface ClaimContext {
  /** Base URL without trailing slash, for instances. */
  readonly host: string;
  /** The job's own credential. */
  readonly secretKey: string;
  readonly explain: Explain;
  readonly now: Instant;
}

export const claimToWire = (claimed: ClaimedJob, view: JobView, context: ClaimContext) => ({
  job: jobToWire(view, context.explain, context.now),
  message: claimMessageToWire(claimed.job, claimed.lease.attempt, context),
  lease: leaseToWire(claimed.lease),
});

/** The message that describes a claimed job, in the fields of Clowder's RabbitMQ messages. */
export const claimMessageToWire = (
  { facts }: Pick<Job, 'facts'>,
  attempt: number,
  { host, secretKey }: Pick<ClaimContext, 'host' | 'secretKey'>,
): JobMessage => {
  const { type, id, name, sizeBytes, mime } = facts.resource;
  return {
    host,
    secretKey,
    job_id: facts.id,
    attempt,
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

export const leaseToWire = ({ id, expiresAt }: AttemptLease): Lease => ({ id, expires_at: time(expiresAt) });

export const reportFromWire = (report: StatusReport): Report => ({
  // PostgreSQL writes ids in lower case, and a repeated report must have the same id in any case.
  id: report.id.toLowerCase(),
  kind: report.kind,
  message: storableText(report.message),
  reportedAt: report.reported_at === undefined ? null : Date.parse(report.reported_at),
  reported: report.reported_at ?? null,
  ...(report.level === undefined ? {} : { level: report.level }),
  ...(report.progress === undefined ? {} : { progress: report.progress }),
  ...(report.lines_dropped === undefined ? {} : { linesDropped: linesDroppedFromWire(report.lines_dropped) }),
  ...(report.kind === 'RESUBMITTED' && report.retry_after_s !== undefined
    ? { retryAfterMs: report.retry_after_s * 1_000 }
    : {}),
  ...(report.cancelled === undefined ? {} : { confirmsCancel: report.cancelled }),
});

export const linesDroppedFromWire = ({ by_level, silent_ms }: WireLinesDropped): LinesDropped => ({
  byLevel: by_level,
  silentMs: silent_ms,
});
