import { type EventKind, type Instant, longestSilenceMs } from '@pawprint/core';
import type { StatusMessage } from '@pawprint/protocol';
import type { Transaction } from 'kysely';
import { validate } from 'uuid';
import type { TrackedJob } from '../../model/job.ts';
import type { Delivery } from '../../model/report.ts';
import { storableText } from '../../model/storable.ts';
import { type FoundResource, readResources } from '../../store/datasets/resources.ts';
import { type Reporter, readReporters } from '../../store/extractors/find-extractors.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { readJobsOnResource, readKnownEvents, readLastKinds } from '../../store/jobs/report-matches.ts';
import { readP99Gap } from '../../store/jobs/silent-jobs.ts';
import type { Schema } from '../../store/schema.ts';
import { jobsByResource } from './jobs-by-resource.ts';
import { mayBeStored, reportIdIn } from './told-events.ts';

type Trx = Transaction<Schema>;

/** Everything that working through a batch asks of the database, read beforehand in a handful of statements. */
export interface BatchKnowledge {
  /** By the name that reports use. */
  readonly reporters: ReadonlyMap<string, readonly Reporter[]>;
  /** Locked, the ones heard last last. */
  readonly jobs: readonly TrackedJob[];
  /** Of the jobs that a report without an id may belong to. */
  readonly lastKinds: ReadonlyMap<string, EventKind>;
  readonly resources: ReadonlyMap<string, FoundResource>;
  /** Names of the events stored already, of those that may be. */
  readonly told: ReadonlySet<string>;
  /** By extractor, where a run made up of reports has been silent for long. */
  readonly p99Gaps: ReadonlyMap<string, number | null>;
}

/** Ids come from outside: one that is no UUID names nothing. */
const uuids = (ids: Iterable<string | null>): string[] => [
  ...new Set([...ids].flatMap((id) => (id !== null && validate(id) ? [id.toLowerCase()] : []))),
];

export const reportsOf = (batch: readonly Delivery[]): StatusMessage[] =>
  batch.flatMap(({ parsed }) => (parsed.ok ? [parsed.status] : []));

const reportersByName = async (trx: Trx, reports: readonly StatusMessage[]) => {
  const names = [...new Set(reports.map(({ extractor }) => storableText(extractor)))];
  const reporters = names.length === 0 ? [] : await readReporters(trx, names);
  const goesBy = (name: string) => reporters.filter((each) => each.name === name || each.ownName === name);
  return new Map(names.map((name) => [name, goesBy(name)]));
};

const readGaps = async (trx: Trx, jobs: readonly TrackedJob[], now: Instant) => {
  const silentRuns = jobs.filter(
    ({ progress }) => progress.flags.has('inferred') && now - progress.lastEventAt > longestSilenceMs(null),
  );
  const gaps = new Map<string, number | null>();
  for (const extractor of new Set(silentRuns.map(({ facts }) => facts.extractor)))
    gaps.set(extractor, await readP99Gap(trx, extractor));
  return gaps;
};

/** Reports without a job's id may belong to any of these jobs; the rare case, and empty in the usual one. */
const readByResource = async (
  trx: Trx,
  reports: readonly StatusMessage[],
  reporters: BatchKnowledge['reporters'],
) => {
  const nameless = reports.filter(({ jobId }) => jobId === null);
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

/** The jobs that a report may belong to, as far as can be said before it is worked through. */
export const candidatesOf = (
  { jobId, correlationId, fileId }: StatusMessage,
  jobsOn: (resourceId: string) => readonly string[],
): readonly string[] => {
  if (jobId !== null) return [jobId.toLowerCase()];
  const onResource = fileId === null ? [] : jobsOn(fileId.toLowerCase());
  return correlationId === null ? onResource : [correlationId, ...onResource];
};

const toldOf = (batch: readonly Delivery[], jobs: readonly TrackedJob[]) => {
  const known = new Set(jobs.map(({ facts }) => facts.id));
  const { on: jobsOn } = jobsByResource(jobs);
  return batch.filter(mayBeStored).flatMap((delivery) =>
    delivery.parsed.ok
      ? candidatesOf(delivery.parsed.status, jobsOn)
          .filter((jobId) => known.has(jobId))
          .map((jobId) => ({ jobId, id: reportIdIn(jobId, delivery) }))
      : [],
  );
};

/** Locks every job that the batch may be about, all at once and in the order of their ids. */
export const readForBatch = async (
  trx: Trx,
  batch: readonly Delivery[],
  now: Instant,
): Promise<BatchKnowledge> => {
  const reports = reportsOf(batch);
  const reporters = await reportersByName(trx, reports);
  const { candidates, resources } = await readByResource(trx, reports, reporters);
  const named = uuids(
    reports.flatMap(({ jobId, correlationId }) => [jobId, jobId === null ? correlationId : null]),
  );
  const jobs = await lockJobs(trx, [...new Set([...named, ...candidates])]);
  return {
    reporters,
    resources,
    jobs: jobs.toSorted((a, b) => a.lastSeq - b.lastSeq),
    lastKinds: await readLastKinds(trx, candidates),
    told: await readKnownEvents(trx, jobs, toldOf(batch, jobs)),
    p99Gaps: await readGaps(trx, jobs, now),
  };
};
