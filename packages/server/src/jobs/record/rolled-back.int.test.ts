import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Database, MOST_TRIES, openDatabase } from '../../store/database.ts';
import { aReport, createJobsBench, type HeldAttempt, type JobsBench } from '../jobs.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

/** Two running jobs, in the order of their ids. */
const startTwo = async (): Promise<readonly [HeldAttempt, HeldAttempt]> => {
  await bench.submit();
  await bench.submit();
  const [one, other] = [await bench.claim(), await bench.claim()];
  return one.jobId < other.jobId ? [one, other] : [other, one];
};

const ENDED = { lease: null, cancelRequested: false };

/** Ends both jobs by requests that are joined in one transaction. */
const endBoth = (attempts: readonly HeldAttempt[], db: Database = bench.db) => {
  const { recordLeaseReports } = createReportRecorder({ ...bench, db });
  return Promise.allSettled(
    attempts.map(({ jobId, leaseId }) =>
      recordLeaseReports({ jobId, leaseId, reports: [aReport('SUCCEEDED')] }),
    ),
  );
};

const kindsOf = (attempts: readonly HeldAttempt[]) =>
  Promise.all(attempts.map(async ({ jobId }) => (await bench.events(jobId)).map(({ kind }) => kind)));

/** Lets so many transactions fail at their first event. Resolves to a function that says how many tried. */
const failTransactions = async (times: number, code: string): Promise<() => Promise<number>> => {
  await sql`create sequence tries`.execute(bench.db);
  await sql
    .raw(
      `create function fail_at_first() returns trigger language plpgsql as $$ begin
        if nextval('tries') <= ${times} then raise exception 'made to fail' using errcode = '${code}'; end if;
        return new;
      end $$;
      create trigger fail_at_first before insert on job_events for each row execute function fail_at_first()`,
    )
    .execute(bench.db);
  onTestFinished(async () => {
    await sql`drop function fail_at_first cascade`.execute(bench.db);
    await sql`drop sequence tries`.execute(bench.db);
  });
  return async () => {
    const { rows } = await sql<{ tries: number }>`select last_value as tries from tries`.execute(bench.db);
    return rows[0]?.tries ?? 0;
  };
};

test.for(['40001', '40P01', '55P03'])(
  'a transaction of several requests that PostgreSQL rolled back with %s is repeated',
  async (code) => {
    const attempts = await startTwo();
    await failTransactions(MOST_TRIES - 1, code);
    expect(await endBoth(attempts)).toEqual([
      { status: 'fulfilled', value: ENDED },
      { status: 'fulfilled', value: ENDED },
    ]);
    const once = ['SUBMITTED', 'QUEUED', 'STARTED', 'SUCCEEDED'];
    expect(await kindsOf(attempts)).toEqual([once, once]);
  },
);

test.for([
  ['40P01', MOST_TRIES],
  // Of the server's own; the commit may have taken effect where a connection breaks.
  ['57014', 1],
  ['08006', 1],
] as const)(
  'a transaction that fails with %s is tried %d times, and its requests can be sent again',
  async ([code, most]) => {
    const attempts = await startTwo();
    const countTries = await failTransactions(most, code);
    const failed = { status: 'rejected', reason: expect.objectContaining({ code }) };
    expect(await endBoth(attempts)).toEqual([failed, failed]);
    expect(await countTries()).toBe(most);
    const before = ['SUBMITTED', 'QUEUED', 'STARTED'];
    expect(await kindsOf(attempts)).toEqual([before, before]);
    expect(await endBoth(attempts)).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  },
);

test('reports that are the victim of a deadlock are stored all the same', async () => {
  const attempts = await startTwo();
  const [one, other] = attempts;
  // The transaction that is the first to look for a deadlock is rolled back. The other one must wait for it by then.
  const db = openDatabase(`${bench.url}?options=-c%20deadlock_timeout%3D4s`);
  onTestFinished(() => db.destroy());
  let ending: ReturnType<typeof endBoth> | undefined;
  await bench.db.transaction().execute(async (trx) => {
    await sql`set local deadlock_timeout = '5min'`.execute(trx);
    const lock = ({ jobId }: HeldAttempt) =>
      sql`select 1 from jobs where id = ${jobId}::uuid for update`.execute(trx);
    await lock(other);
    ending = endBoth(attempts, db);
    await expect.poll(countWaiting).toBe(1);
    await lock(one);
  });
  expect(await ending).toEqual([
    { status: 'fulfilled', value: ENDED },
    { status: 'fulfilled', value: ENDED },
  ]);
  await expect.poll(countDeadlocks).toBe(1);
});

const countWaiting = async (): Promise<number> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(bench.db);
  return rows[0]?.waiting ?? 0;
};

const countDeadlocks = async (): Promise<number> => {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(bench.db);
  return rows[0]?.deadlocks ?? 0;
};
