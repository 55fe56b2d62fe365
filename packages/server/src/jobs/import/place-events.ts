import { createHash } from 'node:crypto';
import { type Instant, isTerminal, matchReport, reasonOf, submittedJob } from '@pawprint/core';
import type { ImportSource } from '@pawprint/protocol';
import { v5, v7 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import type { PlacedEvents, WaitingEvent } from '../../model/imported-event.ts';
import { type Job, newJob } from '../../model/job.ts';
import { applyEvents, applyToChange, type ReceivedEvent, serverEvent } from '../../model/job-change.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { type FoundResource, readResources } from '../../store/datasets/resources.ts';
import { readReporters } from '../../store/extractors/find-extractors.ts';
import { refreshStatistics } from '../../store/extractors/statistics.ts';
import { appendEvents, insertJobs } from '../../store/jobs/append-events.ts';
import {
  forgetEvents,
  lockImports,
  markPlaced,
  type Placement,
  readPlacedJobs,
  readWaitingEvents,
} from '../../store/jobs/imported-events.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import type { JobPorts } from '../ports.ts';
import { type BatchJob, type BatchJobs, createBatchJobs } from '../record/batch-jobs.ts';

/** How many pairs of an extractor and a resource one request makes jobs of. */
const PAIRS_AT_ONCE = 200;

/**
 * Makes jobs of the next imported events, in one transaction: each event is matched by core's rules as if it came at its
 * own time. A job without an end is LOST at once, so that nothing imported is ever sent to an extractor or watched.
 */
export const placeEvents = (
  { db, now }: Pick<JobPorts, 'db' | 'now'>,
  { source, by }: { readonly source: ImportSource; readonly by: UserCaller },
): Promise<PlacedEvents> =>
  db.transaction().execute(async (trx) => {
    await lockImports(trx);
    const waiting = await readWaitingEvents(trx, source, PAIRS_AT_ONCE);
    if (waiting.length === 0) return { jobs: 0, inferred: 0, events: 0, done: true };
    const pass = await startPass(trx, source, waiting, now());
    const [placeable, orphans] = separate(waiting, (event) => isPlaceable(pass, event));
    const placements = placeable.map(
      (event): Placement => ({ sourceId: event.sourceId, jobId: place(pass, event) }),
    );
    endOpenJobs(pass.jobs);
    const added = pass.jobs.added();
    await insertJobs(
      trx,
      added.map(({ change }) => change.before),
    );
    await markPlaced(trx, source, placements);
    await forgetEvents(trx, source, orphans);
    const details = { jobs: added.length, events: placements.length };
    await recordAct(trx, { by, act: 'import.jobs', subject: source, details, at: now() });
    await appendEvents(
      trx,
      pass.jobs.all().map(({ change }) => change),
    );
    const inferred = added.filter(({ isInferred }) => isInferred).length;
    return { jobs: added.length, inferred, events: placements.length, done: false };
  });

/** What one request knows while it makes jobs. */
interface Pass {
  readonly source: ImportSource;
  readonly resources: ReadonlyMap<string, FoundResource>;
  readonly extractors: ReadonlySet<string>;
  readonly p99Gaps: ReadonlyMap<string, number | null>;
  /** Ids of jobs here by their ids in the source. */
  readonly jobIds: Map<string, string>;
  readonly jobs: BatchJobs;
}

const startPass = async (
  trx: DatabaseTransaction,
  source: ImportSource,
  waiting: readonly WaitingEvent[],
  now: Instant,
): Promise<Pass> => {
  const sourceJobs = new Set(waiting.flatMap(({ sourceJob }) => sourceJob ?? []));
  const jobIds = await readPlacedJobs(trx, source, [...sourceJobs]);
  const resourceIds = new Set(
    waiting.flatMap(({ resourceId, causeId }) => (causeId === null ? [resourceId] : [resourceId, causeId])),
  );
  const names = [...new Set(waiting.map(({ extractor }) => extractor))];
  const p99Gaps = new Map<string, number | null>();
  for (const name of names) {
    const { usualGap } = await refreshStatistics(trx, name, now);
    p99Gaps.set(name, usualGap?.p99Ms ?? null);
  }
  return {
    source,
    resources: await readResources(trx, [...resourceIds]),
    extractors: new Set((await readReporters(trx, names)).map(({ name }) => name)),
    p99Gaps,
    jobIds,
    jobs: createBatchJobs(await lockJobs(trx, [...new Set(jobIds.values())]), new Map()),
  };
};

const separate = <Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] => [
  items.filter(test),
  items.filter((item) => !test(item)),
];

/** The extractor, or the resource, may have been deleted since the event was stored. */
const isPlaceable = ({ resources, extractors }: Pass, { resourceId, extractor }: WaitingEvent): boolean =>
  resources.has(resourceId) && extractors.has(extractor);

/** Applies an event to its job, which may begin with it. Answers the job's id. */
const place = (pass: Pass, event: WaitingEvent): string => {
  const { sourceJob, extractor, resourceId, kind, at } = event;
  const jobOf = (id: string): BatchJob | undefined => pass.jobs.get(pass.jobIds.get(id) ?? '');
  const match = matchReport<BatchJob>(
    {
      kind,
      jobId: sourceJob !== null && jobOf(sourceJob) !== undefined ? sourceJob : null,
      correlationId: null,
    },
    {
      named: (id) => {
        const job = jobOf(id);
        return job && { job, isOwn: true };
      },
      onResource: () => (sourceJob === null ? jobsOn(pass.jobs, extractor, resourceId) : []),
      p99GapMs: pass.p99Gaps.get(extractor) ?? null,
    },
    at,
  );
  if (match.match !== 'found') return begin(pass, event).id;
  const change = applyToChange(match.job.change, toReceived(pass.source, event, match.by), at);
  pass.jobs.update(change, kind);
  return match.job.id;
};

const jobsOn = (jobs: BatchJobs, extractor: string, resourceId: string): readonly BatchJob[] =>
  jobs
    .onResource(resourceId)
    .flatMap((id) => jobs.get(id) ?? [])
    .filter(({ change }) => change.after.facts.extractor === extractor);

const begin = (pass: Pass, event: WaitingEvent): BatchJob => {
  const { source, jobs, jobIds } = pass;
  const { sourceJob, at, kind } = event;
  const job = importedJob(pass, event);
  if (sourceJob !== null) jobIds.set(sourceJob, job.facts.id);
  const own = toReceived(source, event, sourceJob === null ? 'inferred' : 'job_id');
  const events = kind === 'SUBMITTED' ? [own] : [serverEvent('SUBMITTED', NO_SUBMISSION, at), own];
  const change = applyEvents(job, events, at);
  return jobs.add(change, kind);
};

const NO_SUBMISSION = 'imported: its history does not say when it was submitted';

const importedJob = ({ source, resources }: Pass, event: WaitingEvent): Job => {
  const { sourceId, sourceJob, at, causeId } = event;
  const found = resources.get(event.resourceId);
  if (found === undefined) throw new TypeError('only events of known resources are placed');
  const cause = causeId === null ? undefined : resources.get(causeId)?.resource;
  const wanted = {
    ...found,
    extractor: event.extractor,
    cause: cause === undefined ? null : { type: cause.type, id: cause.id, name: cause.name },
    trigger: 'legacy',
    submittedBy: event.submittedBy,
    parameters: event.parameters ?? {},
    resubmitOf: null,
    chain: [],
    priority: 0,
    dataChange: null,
  } as const;
  return {
    ...newJob(wanted, at),
    facts: { ...wanted, id: timedId(at, `${source}/${sourceJob ?? sourceId}`) },
    progress: submittedJob({ submittedAt: at, inferred: sourceJob === null, imported: true }),
  };
};

/** Like the id of every job it begins with the time, so that the job is listed in its place. The rest follows from the name. */
const timedId = (at: number, name: string): string =>
  v7({ msecs: at, random: createHash('sha256').update(name).digest().subarray(0, 16) });

/** A namespace for UUIDv5, made once at random. */
const IMPORTED_EVENT = '5a0f4a9e-6c1d-4a57-9d0b-0b4c9a3f7e21';

const toReceived = (
  source: ImportSource,
  event: WaitingEvent,
  matchedBy: ReceivedEvent['matchedBy'],
): ReceivedEvent => ({
  id: v5(`${source}/${event.sourceId}`, IMPORTED_EVENT),
  kind: event.kind,
  message: event.message,
  attempt: null,
  receivedAt: event.at,
  reportedAt: event.reportedAt,
  reported: event.reported,
  matchedBy,
});

/** Its time is that of the job's last event, so that no duration grows by the years since. */
const endOpenJobs = (jobs: BatchJobs): void => {
  for (const { change } of jobs.all()) {
    const { state, lastEventAt } = change.after.progress;
    if (isTerminal(state)) continue;
    const { code, facts, text } = reasonOf('end_unknown', {});
    const lost = serverEvent('LOST', text, lastEventAt, { reason: { code, facts } });
    jobs.update(applyToChange(change, lost, lastEventAt), 'LOST');
  }
};
