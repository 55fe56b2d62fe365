import {
  type Instant,
  type JobProgress,
  leaseExpiry,
  openAttempt,
  reasonOf,
  redactKeys,
} from '@pawprint/core';
import type { AttemptLease, Job } from '../../model/job.ts';
import { applyToChange, type JobChange, type ReceivedEvent, serverEvent } from '../../model/job-change.ts';
import type { LeaseReports, Report } from '../../model/report.ts';
import { keepInHttpLane } from '../leases.ts';
import type { Batch, LeaseOutcome } from './batch.ts';

/** Applies what a lease holder reported over HTTP to the attempt it holds; nothing where it holds none. */
export const applyLeaseReports = (batch: Batch, { jobId, leaseId, reports }: LeaseReports): void => {
  const change = batch.jobs.get(jobId)?.change;
  const lease = change && findLease(change.after, leaseId);
  if (change === undefined || lease === undefined) return;
  const fresh = reports.filter(({ id }) => batch.events.add(jobId, id));
  const last = fresh.at(-1);
  if (last === undefined) return;
  const applied = fresh.reduce((sofar, report) => applyReport(batch, sofar, report, lease), change);
  // A report that comes after its attempt moves the job into no lane: its message may be in the broker by then.
  const isInTime = isOpen(change, lease) || isOpen(applied, lease);
  batch.jobs.update(isInTime ? keepInHttpLane(applied) : applied, last.kind);
};

/** What a lease holder is answered, once the whole batch is applied. A lease holds while its attempt is open. */
export const leaseOutcome = ({ jobs, terms, now }: Batch, { jobId, leaseId }: LeaseReports): LeaseOutcome => {
  const job = jobs.get(jobId)?.change.after;
  if (job === undefined) return 'job_unknown';
  const lease = findLease(job, leaseId);
  if (lease === undefined) return 'lease_unknown';
  const { attempts, flags, state } = job.progress;
  const holds = attempts[lease.attempt - 1]?.outcome === 'RUNNING';
  return {
    lease: holds ? { ...lease, expiresAt: leaseExpiry(now, terms) } : null,
    cancelRequested: flags.has('cancel_requested') || state === 'CANCELLED',
  };
};

const findLease = ({ leases }: Job, leaseId: string): AttemptLease | undefined =>
  leases.find((lease) => lease.id === leaseId);

const isOpen = ({ after }: JobChange, { attempt }: AttemptLease): boolean =>
  openAttempt(after.progress)?.number === attempt;

const applyReport = (
  { terms, now }: Batch,
  change: JobChange,
  report: Report,
  { attempt }: AttemptLease,
): JobChange => {
  const event = reportToEvent(report, attempt, now);
  const exhausted = failExhausted(change.after.progress, event, terms.maxAttempts, now);
  const applied = [...exhausted, event].reduce((sofar, each) => applyToChange(sofar, each, now), change);
  return report.retryAfterMs === undefined ? applied : { ...applied, availableAt: now + report.retryAfterMs };
};

const reportToEvent = (report: Report, attempt: number, now: Instant): ReceivedEvent => {
  const { retryAfterMs: _, ...fields } = report;
  return { attempt, receivedAt: now, matchedBy: 'job_id', ...fields, message: redactKeys(fields.message) };
};

/**
 * An ERROR by the server before a RESUBMITTED that asks for more attempts than there are: the open attempt fails, and
 * the extractor's event is recorded as late. Nothing where the job may be tried again, or where a cancel was
 * requested: then its end is CANCELLED.
 */
const failExhausted = (
  job: JobProgress,
  { kind, message, attempt }: ReceivedEvent,
  maxAttempts: number,
  now: Instant,
): ReceivedEvent[] => {
  const open = openAttempt(job);
  if (kind !== 'RESUBMITTED' || open === undefined || open.number !== attempt) return [];
  if (attempt < maxAttempts || job.flags.has('cancel_requested')) return [];
  const { code, facts } = reasonOf('attempts_used_up', { attempts: attempt, maxAttempts });
  const error = `gave up after ${attempt} attempts: ${message}`;
  return [serverEvent('ERROR', error, now, { attempt, reason: { code, facts } })];
};
