import { type Instant, leaseExpiry, openAttempt } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { validate } from 'uuid';
import type { AttemptLease, TrackedJob } from '../../model/job.ts';
import { foldEvent, type JobChange, unchanged } from '../../model/job-change.ts';
import { type Report, reportToEvent } from '../../model/report.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { renewLeases } from '../../store/jobs/leases.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { readKnownEvents, toldName } from '../../store/jobs/report-matches.ts';
import type { Schema } from '../../store/schema.ts';
import { backInHttpLane } from '../leases.ts';
import type { JobPorts } from '../ports.ts';
import { gaveUp } from './give-up.ts';

/** What one lease holder says at one time; saying nothing renews the lease too. */
export interface LeaseReports {
  readonly jobId: string;
  readonly leaseId: string;
  readonly reports: readonly Report[];
}

export interface Recorded {
  /** Null once the attempt is over: it ended, or its lease ran out and the job went on without it. */
  readonly lease: AttemptLease | null;
  readonly cancelRequested: boolean;
}

/** In the order of the batch. */
export type RecordedOrUnknown = Recorded | 'job_unknown' | 'lease_unknown';

interface Recording {
  readonly terms: JobPorts['terms'];
  readonly now: Instant;
  /** `job id/event id` of what is stored already, or came earlier in this batch. */
  readonly known: Set<string>;
}

const leaseOf = (job: TrackedJob | undefined, { leaseId }: LeaseReports): AttemptLease | undefined =>
  job?.leases.find((lease) => lease.id === leaseId);

const isNews = (jobId: string, report: Report, known: Set<string>): boolean => {
  const name = toldName({ jobId, id: report.id });
  if (known.has(name)) return false;
  known.add(name);
  return true;
};

const takeReport = (
  change: JobChange,
  report: Report,
  lease: AttemptLease,
  { terms, now }: Recording,
): JobChange => {
  const event = reportToEvent(report, lease.attempt, now);
  const givenUp = gaveUp(change.after.progress, event, terms.maxAttempts, now);
  const folded = [...givenUp, event].reduce((taken, each) => foldEvent(taken, each, now), change);
  return report.retryAfterMs === undefined ? folded : { ...folded, availableAt: now + report.retryAfterMs };
};

const isOpen = ({ after }: JobChange, { attempt }: AttemptLease): boolean =>
  openAttempt(after.progress)?.number === attempt;

const takeReports = (change: JobChange, said: LeaseReports, recording: Recording): JobChange => {
  const lease = leaseOf(change.after, said);
  if (lease === undefined) return change;
  const taken = said.reports
    .filter((report) => isNews(said.jobId, report, recording.known))
    .reduce((each, report) => takeReport(each, report, lease, recording), change);
  // Once the attempt is over, the job's message may be in the broker: what is said late takes it out of no lane.
  return isOpen(change, lease) || isOpen(taken, lease) ? backInHttpLane(taken) : taken;
};

const changeOf = (job: TrackedJob, batch: readonly LeaseReports[], recording: Recording): JobChange =>
  batch
    .filter((said) => said.jobId === job.facts.id)
    .reduce((change, said) => takeReports(change, said, recording), unchanged(job));

/** A lease holds as long as its attempt is open; a report renews it. */
const answerTo = (
  said: LeaseReports,
  job: TrackedJob | undefined,
  { terms, now }: Recording,
): RecordedOrUnknown => {
  const lease = leaseOf(job, said);
  if (job === undefined) return 'job_unknown';
  if (lease === undefined) return 'lease_unknown';
  const { attempts, flags, state } = job.progress;
  const holds = attempts[lease.attempt - 1]?.outcome === 'RUNNING';
  return {
    lease: holds ? { ...lease, expiresAt: leaseExpiry(now, terms) } : null,
    cancelRequested: flags.has('cancel_requested') || state === 'CANCELLED',
  };
};

const leasesIn = (answers: readonly RecordedOrUnknown[]): AttemptLease[] =>
  answers.flatMap((answer) => (typeof answer === 'string' || answer.lease === null ? [] : [answer.lease]));

const record = async (
  trx: Transaction<Schema>,
  { terms, now }: Omit<Recording, 'known'>,
  batch: readonly LeaseReports[],
): Promise<RecordedOrUnknown[]> => {
  // Ids come from outside: one that is no UUID names no job.
  const named = batch.map((said) => said.jobId).filter((id) => validate(id));
  const jobs = await lockJobs(trx, [...new Set(named)]);
  const told = batch.flatMap(({ jobId, reports }) => reports.map(({ id }) => ({ jobId, id })));
  const recording = { terms, now, known: await readKnownEvents(trx, jobs, told) };
  const changes = new Map(jobs.map((job) => [job.facts.id, changeOf(job, batch, recording)]));
  const answers = batch.map((said) => answerTo(said, changes.get(said.jobId)?.after, recording));
  await renewLeases(trx, leasesIn(answers));
  await appendEvents(trx, [...changes.values()]);
  return answers;
};

/**
 * Stores what lease holders said, works out what it means, and renews their leases: one transaction for the whole
 * batch (up to 500 reports of any number of jobs). What is stored already changes nothing again.
 */
export const recordReports = (
  { db, now, terms }: JobPorts,
  batch: readonly LeaseReports[],
): Promise<RecordedOrUnknown[]> =>
  db.transaction().execute((trx) => record(trx, { terms, now: now() }, batch));
