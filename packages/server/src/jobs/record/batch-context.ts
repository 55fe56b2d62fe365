import { type EventKind, type Instant, longestSilenceMs } from '@pawprint/core';
import type { StatusMessage } from '@pawprint/protocol';
import { validate } from 'uuid';
import type { Job } from '../../model/job.ts';
import type { Delivery, IncomingReport, LeaseReports } from '../../model/report.ts';
import { storableText } from '../../model/storable.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { type FoundResource, readResources } from '../../store/datasets/resources.ts';
import {
  type Reporter,
  readReporters,
  readReporterVersions,
} from '../../store/extractors/find-extractors.ts';
import { refreshStatistics } from '../../store/extractors/statistics.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { readJobsOnResource, readKnownEvents, readLastKinds } from '../../store/jobs/report-matches.ts';
import { groupByResource } from './batch-jobs.ts';
import { mayBeStored, mayBeTakenOver, reportIdIn } from './known-events.ts';

/** Everything that applying a batch asks of the database, read beforehand in a handful of statements. */
export interface BatchContext {
  /** Extractors by the name that reports use. */
  readonly reporters: ReadonlyMap<string, readonly Reporter[]>;
  /** The versions that may have sent a report, by the name under which their extractor is registered. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
  /** Locked, in the order of their latest events. */
  readonly jobs: readonly Job[];
  /** Kind of the last event of each job that a report without an id may belong to. */
  readonly lastKinds: ReadonlyMap<string, EventKind>;
  readonly resources: ReadonlyMap<string, FoundResource>;
  /** Keys of stored events, as far as a report of the batch may repeat them. */
  readonly knownEvents: ReadonlySet<string>;
  /** By extractor, where an inferred job has had no event for long. */
  readonly p99Gaps: ReadonlyMap<string, number | null>;
}

/** Locks every job that the batch may be about, all at once and in the order of their ids. */
export const readBatchContext = async (
  trx: DatabaseTransaction,
  items: readonly IncomingReport[],
  { now, isTakeover }: { readonly now: Instant; readonly isTakeover: boolean },
): Promise<BatchContext> => {
  const deliveries = items.filter((item): item is Delivery => !('leaseId' in item));
  const leaseReports = items.filter((item): item is LeaseReports => 'leaseId' in item);
  const statuses = deliveries.flatMap(({ parsed }) => (parsed.ok ? [parsed.status] : []));
  const reporters = await reportersByName(trx, statuses);
  const registered = [...reporters.values()].flat().map(({ name }) => name);
  const { candidates, resources } = await readByResource(trx, statuses, reporters);
  const named = uuids([
    ...leaseReports.map(({ jobId }) => jobId),
    ...statuses.flatMap(({ jobId, correlationId }) => [jobId, jobId === null ? correlationId : null]),
  ]);
  const doubtful = deliveries.filter((each) => mayBeStored(each) || (isTakeover && mayBeTakenOver(each)));
  const jobs = await lockJobs(trx, [...new Set([...named, ...candidates])]);
  const eventIds = [...leasedEventIds(leaseReports), ...deliveredEventIds(doubtful, jobs)];
  return {
    reporters,
    versions:
      registered.length === 0 ? new Map() : await readReporterVersions(trx, [...new Set(registered)], now),
    resources,
    jobs: jobs.toSorted((a, b) => a.lastSeq - b.lastSeq),
    lastKinds: await readLastKinds(trx, candidates),
    knownEvents: await readKnownEvents(trx, jobs, eventIds),
    p99Gaps: await readGaps(trx, jobs, now),
  };
};

/** The jobs that a delivered report may belong to, as far as can be said before it is matched. */
export const candidatesOf = (
  { jobId, correlationId, fileId }: StatusMessage,
  jobsOn: (resourceId: string) => readonly string[],
): readonly string[] => {
  if (jobId !== null) return [jobId.toLowerCase()];
  const onResource = fileId === null ? [] : jobsOn(fileId.toLowerCase());
  return correlationId === null ? onResource : [correlationId, ...onResource];
};

/** Ids come from outside: one that is no UUID names nothing. */
const uuids = (ids: Iterable<string | null>): string[] => [
  ...new Set([...ids].flatMap((id) => (id !== null && validate(id) ? [id.toLowerCase()] : []))),
];

const reportersByName = async (trx: DatabaseTransaction, statuses: readonly StatusMessage[]) => {
  const names = [...new Set(statuses.map(({ extractor }) => storableText(extractor)))];
  const reporters = names.length === 0 ? [] : await readReporters(trx, names);
  const goesBy = (name: string) => reporters.filter((each) => each.name === name || each.ownName === name);
  return new Map(names.map((name) => [name, goesBy(name)]));
};

/** Reports without a job's id may belong to any of these jobs; usually there are no such reports. */
const readByResource = async (
  trx: DatabaseTransaction,
  statuses: readonly StatusMessage[],
  reporters: BatchContext['reporters'],
) => {
  const nameless = statuses.filter(({ jobId }) => jobId === null);
  const resourceIds = uuids(nameless.map(({ fileId }) => fileId));
  const works = nameless.flatMap(({ fileId, extractor }) =>
    fileId !== null && validate(fileId)
      ? (reporters.get(storableText(extractor)) ?? []).map(({ name }) => ({
          extractor: name,
          resourceId: fileId,
        }))
      : [],
  );
  return {
    candidates: await readJobsOnResource(trx, works),
    resources: await readResources(trx, resourceIds),
  };
};

const leasedEventIds = (leaseReports: readonly LeaseReports[]) =>
  leaseReports.flatMap(({ jobId, reports }) => reports.map(({ id }) => ({ jobId, id })));

const deliveredEventIds = (deliveries: readonly Delivery[], jobs: readonly Job[]) => {
  const locked = new Set(jobs.map(({ facts }) => facts.id));
  const byResource = groupByResource(jobs);
  const jobsOn = (resourceId: string): readonly string[] => byResource.get(resourceId) ?? [];
  return deliveries.flatMap((delivery) =>
    delivery.parsed.ok
      ? candidatesOf(delivery.parsed.status, jobsOn)
          .filter((jobId) => locked.has(jobId))
          .map((jobId) => ({ jobId, id: reportIdIn(jobId, delivery) }))
      : [],
  );
};

const readGaps = async (trx: DatabaseTransaction, jobs: readonly Job[], now: Instant) => {
  const silentRuns = jobs.filter(
    ({ progress }) => progress.flags.has('inferred') && now - progress.lastEventAt > longestSilenceMs(null),
  );
  const gaps = new Map<string, number | null>();
  for (const extractor of new Set(silentRuns.map(({ facts }) => facts.extractor)))
    gaps.set(extractor, (await refreshStatistics(trx, extractor, now)).usualGap?.p99Ms ?? null);
  return gaps;
};
