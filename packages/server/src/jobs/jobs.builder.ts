import { readFile } from 'node:fs/promises';
import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import { EVERYTHING } from '../model/grant.ts';
import type { Job, WantedJob } from '../model/job.ts';
import type { StoredEvent } from '../model/job-change.ts';
import type { Report } from '../model/report.ts';
import type { Database } from '../store/database.ts';
import { readJob } from '../store/jobs/read-jobs.ts';
import { createMemoryArchiveStore, type MemoryArchiveStore } from './archive/memory-archive-store.builder.ts';
import { readJobEvents } from './archive/read-job-events.ts';
import { createReadReasons, type ReadReasons } from './explain-jobs.ts';
import { claimJob } from './leases.ts';
import type { JobPorts } from './ports.ts';
import type { LeaseState } from './record/batch.ts';
import { createReportRecorder } from './record/report-recorder.ts';
import type { SilencePorts } from './silence.ts';
import { submitJobs } from './submit/submit-jobs.ts';

export const ANA = { id: 'ana', name: 'Ana Ferreira' };
export const ANA_CALLING: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };
export const WORD_COUNT = 'word-count';

export const aReport = (kind: Report['kind'], also: Partial<Report> = {}): Report => ({
  id: v4(),
  kind,
  message: '',
  reportedAt: null,
  reported: null,
  ...also,
});

export const wanted = (also: Partial<WantedJob> = {}): WantedJob => ({
  extractor: WORD_COUNT,
  resource: { type: 'file', id: v4(), name: 'soil.csv', sizeBytes: 12, mime: 'text/csv' },
  datasetId: v4(),
  cause: null,
  trigger: 'upload',
  submittedBy: ANA.id,
  parameters: {},
  resubmitOf: null,
  chain: [],
  priority: 0,
  dataChange: null,
  ...also,
});

/** What a job on a file needs. */
export type TestFile = Pick<WantedJob, 'resource'> & { readonly datasetId: string };

/** An attempt that a test holds the lease of. */
export interface HeldAttempt {
  readonly jobId: string;
  readonly attempt: number;
  readonly leaseId: string;
  report(...reports: Report[]): Promise<LeaseState>;
}

/** A database with a user and an extractor, a clock that only tests move, and short functions for the acts on jobs. */
export interface JobsBench extends SilencePorts {
  readonly readReasons: ReadReasons;
  /** Where archives of events are. */
  readonly blobs: MemoryArchiveStore;
  readonly url: string;
  /** Moves the clock on. */
  pass(ms: number): void;
  submit(also?: Partial<WantedJob>): Promise<string>;
  /** Stores a file without bytes: a job on it can be resubmitted, as one on a deleted file cannot. */
  addFile(also?: Partial<TestFile> & { readonly madeByJob?: string }): Promise<TestFile>;
  claim(extractor?: string): Promise<HeldAttempt>;
  job(id: string): Promise<Job>;
  events(id: string): Promise<StoredEvent[]>;
  close(): Promise<void>;
}

const seed = async ({ db }: TestDatabase, extractors: readonly string[]): Promise<void> => {
  await db
    .insertInto('users')
    .values({ ...ANA, email: 'ana@example.org' })
    .execute();
  const seen = new Date(0);
  await db
    .insertInto('extractors')
    .values(
      extractors.map((name) => ({
        name,
        id: v4(),
        version: '1.0',
        info: '{}',
        enabled: true,
        first_seen_at: seen,
        updated_at: seen,
      })),
    )
    .execute();
};

const insertFile = async (
  { db, now }: JobPorts,
  { madeByJob, ...also }: Partial<TestFile> & { readonly madeByJob?: string } = {},
): Promise<TestFile> => {
  const { resource, datasetId } = { ...wanted(), datasetId: v4(), ...also };
  const created_at = new Date(now());
  await db
    .insertInto('datasets')
    .values({ id: datasetId, name: 'Soil', created_at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto('files')
    .values({
      id: resource.id,
      dataset_id: datasetId,
      name: resource.name,
      mime: resource.mime ?? '',
      size_bytes: resource.sizeBytes ?? 0,
      sha256: '0'.repeat(64),
      blob_key: resource.id,
      created_at,
      ...(madeByJob === undefined ? {} : { made_by_job: madeByJob, output_key: resource.id }),
    })
    .execute();
  return { resource, datasetId };
};

/** The totals and latest states as they are kept, and the same read from the jobs. */
export const readTotals = async (
  db: Database,
): Promise<{ readonly kept: readonly object[]; readonly counted: readonly object[] }> => {
  const kept = await sql<object>`
    select * from job_totals where jobs <> 0 order by dataset_id, extractor, state`.execute(db);
  const counted = await sql<object>`
    select dataset_id, extractor, state, count(*)::integer as jobs from jobs where dataset_id is not null
    group by dataset_id, extractor, state order by dataset_id, extractor, state`.execute(db);
  const [keptFailures, countedFailures] = await readFailureTotals(db);
  const [keptStates, countedStates] = await readLatestStates(db);
  return {
    kept: [...kept.rows, ...keptFailures, ...keptStates],
    counted: [...counted.rows, ...countedFailures, ...countedStates],
  };
};

/** What is kept of the latest jobs on files, and the same read from all jobs as the migration does it. */
const readLatestStates = async (db: Database) => {
  const kept = await sql<object>`
    select dataset_id, file_id, states, bits from latest_states order by file_id`.execute(db);
  const [, , selection = ''] =
    /insert into latest_states \((.*?)\)\n(.*?);/s.exec(await readFile(LATEST_STATES, 'utf8')) ?? [];
  const read = await sql<object>`
    select * from (${sql.raw(selection)}) read (dataset_id, file_id, states, bits) order by file_id`.execute(
    db,
  );
  return [kept.rows, read.rows] as const;
};

const LATEST_STATES = new URL('../../migrations/0037-latest-states.sql', import.meta.url);

/** What is kept of failures, and the same counted from the jobs. */
const readFailureTotals = async (db: Database) => {
  const kept = await sql<object>`
    select hour, dataset_id, failure, submitted_by, jobs from failure_totals where jobs <> 0
    order by failure, hour, dataset_id, submitted_by`.execute(db);
  const counted = await sql<object>`
    select date_trunc('hour', coalesce(finished_at, last_event_at), 'UTC') as hour, dataset_id, failure,
      coalesce(submitted_by, '') as submitted_by, count(*)::integer as jobs
    from jobs where failure is not null and dataset_id is not null
    group by 1, 2, 3, 4 order by failure, hour, dataset_id, submitted_by`.execute(db);
  return [kept.rows, counted.rows] as const;
};

const COUNT_ENDED = new URL('../../migrations/0033-count-ended-jobs.sql', import.meta.url);

/** What is kept of ended jobs, and the same counted again as the migration counts them. The latter is kept from then on. */
export const readEnded = async (
  db: Database,
): Promise<{ readonly kept: readonly object[]; readonly counted: readonly object[] }> => {
  const kept = await readEndedRows(db);
  await sql`truncate ended_jobs, ended_job_measures`.execute(db);
  for (const statement of (await readFile(COUNT_ENDED, 'utf8')).split(/;\s*\n/))
    if (statement.trim() !== '') await sql.raw(statement).execute(db);
  return { kept, counted: await readEndedRows(db) };
};

const readEndedRows = async (db: Database): Promise<object[]> => {
  const ended = await sql<object>`
    select * from ended_jobs where jobs <> 0 or retried <> 0 order by extractor, hour, version, state`.execute(
    db,
  );
  const measures = await sql<object>`
    select * from ended_job_measures where jobs <> 0 order by extractor, hour, version, measure, bucket`.execute(
    db,
  );
  return [...ended.rows, ...measures.rows];
};

export const createJobsBench = async (extractors: readonly string[] = [WORD_COUNT]): Promise<JobsBench> => {
  const database = await createTestDatabase();
  await seed(database, extractors);
  let clock = Date.UTC(2026, 10, 24, 9, 30);
  const ports: JobPorts = {
    db: database.db,
    now: () => clock,
    terms: { leaseMs: 60_000, maxAttempts: 3 },
  };
  const recorder = createReportRecorder(ports);
  const blobs = createMemoryArchiveStore();
  const hold = (jobId: string, attempt: number, leaseId: string): HeldAttempt => ({
    jobId,
    attempt,
    leaseId,
    async report(...reports) {
      const recorded = await recorder.recordLeaseReports({ jobId, leaseId, reports });
      if (typeof recorded === 'string') throw new Error(`refused: ${recorded}`);
      return recorded;
    },
  });
  return {
    ...ports,
    reportsSince: () => 0,
    readReasons: createReadReasons({ ...ports, broker: () => null }),
    blobs,
    url: database.url,
    pass(ms) {
      // The database keeps whole milliseconds, as the clock of a server counts them.
      clock += Math.round(ms);
    },
    async submit(also) {
      const [job] = await ports.db
        .transaction()
        .execute((trx) => submitJobs(trx, [wanted(also)], ports.now()));
      if (job === undefined) throw new Error('nothing was submitted');
      return job.facts.id;
    },
    addFile: (also) => insertFile(ports, also),
    async claim(extractor = WORD_COUNT) {
      const claimed = await claimJob(ports, {
        extractor,
        instanceId: 'i-1',
        version: '1.0',
        grant: EVERYTHING,
      });
      if (claimed === undefined) throw new Error('no job was there to claim');
      return hold(claimed.job.facts.id, claimed.lease.attempt, claimed.lease.id);
    },
    async job(id) {
      const view = await readJob(ports.db, id);
      if (view === undefined) throw new Error(`there is no job ${id}`);
      return view.job;
    },
    events: async (id) => (await readJobEvents({ ...ports, blobs }, { jobId: id, limit: 10_000 })).events,
    close: () => database.drop(),
  };
};
