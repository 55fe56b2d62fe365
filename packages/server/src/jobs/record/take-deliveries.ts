import { type Instant, type MatchedBy, matchReport } from '@pawprint/core';
import type { StatusMessage } from '@pawprint/protocol';
import type { Objection } from '../../model/quarantined.ts';
import type { Delivery } from '../../model/report.ts';
import { storableText } from '../../model/storable.ts';
import type { Reporter } from '../../store/extractors/find-extractors.ts';
import { type BatchKnowledge, candidatesOf } from './batch-knowledge.ts';
import { deliveredEvent } from './delivered-event.ts';
import { type JobInHand, tellJob } from './job-in-hand.ts';
import { type JobsAtHand, jobsAtHand } from './jobs-at-hand.ts';
import type { RecentNames } from './recent-names.ts';
import { type ToldEvents, toldEvents } from './told-events.ts';

/** What became of one delivery. */
export type Taken =
  | { readonly became: 'recorded' | 'repeated'; readonly jobId: string }
  | ({ readonly became: 'refused' } & Objection);

interface Desk {
  readonly knowledge: BatchKnowledge;
  readonly jobs: JobsAtHand;
  readonly told: ToldEvents;
  readonly now: Instant;
}

const refused = (reason: string, detail: string): Taken => ({ became: 'refused', reason, detail });

const reportersOf = ({ knowledge }: Desk, { extractor }: StatusMessage): readonly Reporter[] =>
  knowledge.reporters.get(storableText(extractor)) ?? [];

/** Several people may have a private extractor of one name: then nobody knows whose this is. */
const soleReporter = (reporters: readonly Reporter[], { extractor }: StatusMessage): Reporter | undefined =>
  reporters.find(({ name }) => name === extractor) ?? (reporters.length === 1 ? reporters[0] : undefined);

const jobsOn = (desk: Desk, resourceId: string, reporters: readonly Reporter[]): readonly JobInHand[] =>
  desk.jobs
    .onResource(resourceId)
    .flatMap((id) => desk.jobs.get(id) ?? [])
    .filter(({ change }) => reporters.some(({ name }) => name === change.after.facts.extractor));

const matchStatus = (desk: Desk, status: StatusMessage, reporters: readonly Reporter[]) =>
  matchReport<JobInHand>(
    status,
    {
      named: (id) => {
        const job = desk.jobs.get(id.toLowerCase());
        const extractor = job?.change.after.facts.extractor;
        return job && { job, isOwn: reporters.some(({ name }) => name === extractor) };
      },
      onResource: () => (status.fileId === null ? [] : jobsOn(desk, status.fileId.toLowerCase(), reporters)),
      p99GapMs: desk.knowledge.p99Gaps.get(soleReporter(reporters, status)?.name ?? '') ?? null,
    },
    desk.now,
  );

/** A job for a report that names none: its extractor and what it works on must be known here. */
const begin = (desk: Desk, status: StatusMessage, reporters: readonly Reporter[]): JobInHand | Objection => {
  const { extractor, fileId } = status;
  const reporter = soleReporter(reporters, status);
  if (reporter === undefined)
    return { reason: 'unknown_extractor', detail: `no extractor, or no single one, is called ${extractor}` };
  const found = fileId === null ? undefined : desk.knowledge.resources.get(fileId.toLowerCase());
  if (found === undefined)
    return { reason: 'unknown_resource', detail: `it names no job, and no file or dataset is ${fileId}` };
  return desk.jobs.begin(
    {
      ...found,
      extractor: reporter.name,
      cause: null,
      trigger: 'legacy',
      submittedBy: null,
      parameters: {},
      resubmitOf: null,
      priority: 0,
      occasion: null,
    },
    desk.now,
  );
};

const record = (
  desk: Desk,
  delivery: Delivery,
  status: StatusMessage,
  job: JobInHand,
  by: MatchedBy,
  version: string | undefined,
): Taken => {
  const id = desk.told.take(job.id, delivery);
  const arrival = { id, by, at: desk.now, version };
  desk.jobs.put(tellJob(job, deliveredEvent(status, job.change.after.progress, arrival), desk.now));
  return { became: 'recorded', jobId: job.id };
};

const NOT_MATCHED = {
  unknown_job: 'it names a job that is not there',
  other_extractor: 'it names a job of another extractor',
} as const;

const takeStatus = (desk: Desk, delivery: Delivery, status: StatusMessage): Taken => {
  const repeatOf = desk.told.repeatIn(() => candidatesOf(status, desk.jobs.onResource), delivery);
  if (repeatOf !== undefined) return { became: 'repeated', jobId: repeatOf };
  const reporters = reportersOf(desk, status);
  const match = matchStatus(desk, status, reporters);
  if (match.match === 'none')
    return refused(match.reason, `${NOT_MATCHED[match.reason]}: ${status.jobId} (by ${status.extractor})`);
  const job = match.match === 'found' ? match.job : begin(desk, status, reporters);
  if ('reason' in job) return refused(job.reason, job.detail);
  const version = reporters.find(({ name }) => name === job.change.after.facts.extractor)?.version;
  return record(desk, delivery, status, job, match.match === 'found' ? match.by : 'inferred', version);
};

export interface Taking {
  readonly taken: readonly Taken[];
  readonly jobs: JobsAtHand;
  /** Names of the events: to be remembered once they are stored. */
  readonly names: ReadonlySet<string>;
}

/** Works through a batch in the order in which it arrived: what it makes of which jobs, and what became of each delivery. */
export const takeDeliveries = (
  batch: readonly Delivery[],
  knowledge: BatchKnowledge,
  recent: RecentNames,
  now: Instant,
): Taking => {
  const jobs = jobsAtHand(knowledge);
  const told = toldEvents(knowledge.told, recent);
  const desk: Desk = { knowledge, jobs, told, now };
  const taken = batch.map(
    (delivery): Taken =>
      delivery.parsed.ok
        ? takeStatus(desk, delivery, delivery.parsed.status)
        : refused(delivery.parsed.reason, delivery.parsed.detail),
  );
  return { taken, jobs, names: told.taken() };
};
