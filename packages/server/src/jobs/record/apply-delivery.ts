import {
  type Instant,
  interpretReport,
  type JobProgress,
  type MatchedBy,
  matchReport,
  openAttempt,
  redactKeys,
} from '@pawprint/core';
import type { StatusMessage } from '@pawprint/protocol';
import { applyToChange, type JobChange, type ReceivedEvent } from '../../model/job-change.ts';
import type { QuarantineReason } from '../../model/quarantined.ts';
import type { Delivery } from '../../model/report.ts';
import { storableText } from '../../model/storable.ts';
import type { Reporter } from '../../store/extractors/find-extractors.ts';
import { linesDroppedFromWire } from '../../wire/claim.ts';
import type { Batch, DeliveryOutcome } from './batch.ts';
import { candidatesOf } from './batch-context.ts';
import type { BatchJob } from './batch-jobs.ts';

/** Matches a report that came over RabbitMQ to its job and applies it; says why where it cannot be used. */
export const applyDelivery = (batch: Batch, delivery: Delivery): DeliveryOutcome =>
  delivery.parsed.ok
    ? applyStatus(batch, delivery, delivery.parsed.status)
    : { outcome: 'refused', reason: delivery.parsed.reason, detail: delivery.parsed.detail };

const NOT_MATCHED = {
  unknown_job: 'it names a job that is not there',
  other_extractor: 'it names a job of another extractor',
} as const;

const applyStatus = (batch: Batch, delivery: Delivery, status: StatusMessage): DeliveryOutcome => {
  const repeatOf = batch.events.repeatIn(() => candidatesOf(status, batch.jobs.onResource), delivery);
  if (repeatOf !== undefined) return { outcome: 'repeated', jobId: repeatOf };
  const reporters = batch.context.reporters.get(storableText(status.extractor)) ?? [];
  const match = matchStatus(batch, status, reporters);
  if (match.match === 'none') {
    const detail = `${NOT_MATCHED[match.reason]}: ${status.jobId} (by ${status.extractor})`;
    return { outcome: 'refused', reason: match.reason, detail };
  }
  const job = match.match === 'found' ? match.job : inferJob(batch, status, reporters);
  if ('reason' in job) return { outcome: 'refused', ...job };
  const { change } = job;
  const meant = interpretReport(status, change.after.progress);
  const event = deliveredEvent(meant, change.after.progress, {
    id: batch.events.addDelivery(job.id, delivery),
    matchedBy: match.match === 'found' ? match.by : 'inferred',
    receivedAt: batch.now,
    versions: batch.context.versions.get(change.after.facts.extractor) ?? [],
  });
  batch.jobs.update(inRabbitmqLane(change, applyToChange(change, event, batch.now)), event.kind);
  return { outcome: 'recorded', jobId: job.id };
};

const matchStatus = (batch: Batch, status: StatusMessage, reporters: readonly Reporter[]) =>
  matchReport<BatchJob>(
    status,
    {
      named: (id) => {
        const job = batch.jobs.get(id.toLowerCase());
        return job && { job, isOwn: isJobOf(job, reporters) };
      },
      onResource: () => (status.fileId === null ? [] : jobsOn(batch, status.fileId, reporters)),
      p99GapMs: batch.context.p99Gaps.get(soleReporter(reporters, status)?.name ?? '') ?? null,
    },
    batch.now,
  );

const isJobOf = ({ change }: BatchJob, reporters: readonly Reporter[]): boolean =>
  reporters.some(({ name }) => name === change.after.facts.extractor);

const jobsOn = ({ jobs }: Batch, resourceId: string, reporters: readonly Reporter[]): readonly BatchJob[] =>
  jobs
    .onResource(resourceId.toLowerCase())
    .flatMap((id) => jobs.get(id) ?? [])
    .filter((job) => isJobOf(job, reporters));

/** Several people may have a private extractor of one name: then it is unknown whose report this is. */
const soleReporter = (reporters: readonly Reporter[], { extractor }: StatusMessage): Reporter | undefined =>
  reporters.find(({ name }) => name === extractor) ?? (reporters.length === 1 ? reporters[0] : undefined);

/** Adds a job for a report that names none: its extractor and its resource must be known here. */
const inferJob = (
  { jobs, context, now }: Batch,
  status: StatusMessage,
  reporters: readonly Reporter[],
): BatchJob | QuarantineReason => {
  const { extractor, fileId } = status;
  const reporter = soleReporter(reporters, status);
  if (reporter === undefined)
    return { reason: 'unknown_extractor', detail: `no extractor, or no single one, is called ${extractor}` };
  const found = fileId === null ? undefined : context.resources.get(fileId.toLowerCase());
  if (found === undefined)
    return { reason: 'unknown_resource', detail: `it names no job, and no file or dataset is ${fileId}` };
  return jobs.addInferred(
    {
      ...found,
      extractor: reporter.name,
      cause: null,
      trigger: 'legacy',
      submittedBy: null,
      parameters: {},
      resubmitOf: null,
      chain: [],
      priority: 0,
      dataChange: null,
    },
    now,
  );
};

/** A report over RabbitMQ that moves a job shows that the job is in this lane. */
const inRabbitmqLane = (before: JobChange, after: JobChange): JobChange =>
  after.after.progress === before.after.progress || after.after.lane === 'rabbitmq'
    ? after
    : { ...after, after: { ...after.after, lane: 'rabbitmq' } };

interface Arrival {
  readonly id: string;
  readonly matchedBy: MatchedBy;
  readonly receivedAt: Instant;
  /** The versions of its extractor that may have sent it. */
  readonly versions: readonly string[];
}

/** A report as an event of the job it belongs to. */
const deliveredEvent = (
  status: StatusMessage,
  job: JobProgress,
  { id, matchedBy, receivedAt, versions }: Arrival,
): ReceivedEvent => ({
  id,
  kind: status.kind,
  message: storableText(redactKeys(status.message)),
  attempt: attemptOf(status, job),
  receivedAt,
  reportedAt: status.reportedAt,
  reported: status.reported === null ? null : storableText(status.reported),
  matchedBy,
  ...(status.level === undefined ? {} : { level: status.level }),
  ...(status.progress === undefined ? {} : { progress: status.progress }),
  ...(status.linesDropped === undefined ? {} : { linesDropped: linesDroppedFromWire(status.linesDropped) }),
  ...(status.confirmsCancel === undefined ? {} : { confirmsCancel: true }),
  ...(status.followsError === undefined ? {} : { followsError: true }),
  ...starterOf(status, job, versions),
});

/** An instance that got the message again does not know its attempt's number: it means the last attempt it started. */
const attemptOf = ({ attempt, instanceId, kind }: StatusMessage, { attempts }: JobProgress): number | null =>
  attempt !== null || instanceId === null || kind === 'STARTED'
    ? attempt
    : (attempts.findLast((each) => each.instanceId === instanceId)?.number ?? null);

/** Instance and version are recorded with a report that may start an attempt, and not again with those that follow. */
const starterOf = (
  { kind, instanceId, extractorVersion }: StatusMessage,
  job: JobProgress,
  versions: readonly string[],
): Partial<ReceivedEvent> => {
  if (kind !== 'STARTED' && openAttempt(job) !== undefined) return {};
  return {
    ...(instanceId === null ? {} : { instanceId: storableText(instanceId) }),
    ...versionOf(extractorVersion === null ? versions : [storableText(extractorVersion)]),
  };
};

/** pyClowder's reports name no version: it is known only where one alone is live. */
const versionOf = (versions: readonly string[]): Partial<ReceivedEvent> => {
  const [version, ...others] = versions;
  if (version === undefined) return {};
  return others.length === 0 ? { extractorVersion: version } : { versionCandidates: versions };
};
