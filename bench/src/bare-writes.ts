import type { Client as Postgres } from 'pg';
import { chunksOf, perSecond } from './measure.ts';

const EVENT_COLUMNS =
  'seq, number, id, job_id, attempt, kind, level, message, received_at, reported_at, reported, matched_by, late, data';

interface Row {
  readonly seq: number;
  readonly job_id: string;
}

/** The newest events as they are stored, oldest first. */
const newestEvents = async (postgres: Postgres, count: number): Promise<Row[]> => {
  const { rows } = await postgres.query<{ row: Row }>(
    `select to_json(e) as row from (select ${EVENT_COLUMNS} from job_events order by seq desc limit $1) e`,
    [count],
  );
  return rows.map(({ row }) => row).reverse();
};

const insertInto = (table: string, columns: string): string =>
  `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`;

const emptyCopyOf = async (postgres: Postgres, table: string): Promise<string> => {
  const copy = `bench_${table}`;
  await postgres.query(`drop table if exists ${copy}`);
  await postgres.query(`create table ${copy} (like ${table} including all)`);
  return copy;
};

const columnsOf = async (postgres: Postgres, table: string): Promise<string> => {
  const { rows } = await postgres.query<{ names: string }>(
    `select string_agg(column_name, ', ' order by ordinal_position) as names
     from information_schema.columns where table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return rows[0]?.names ?? '';
};

/** Inserts the rows of the newest events into a table with the same columns and indexes. */
export const bareInsertsPerSecond = async (
  postgres: Postgres,
  count: number,
  batch: number,
): Promise<number> => {
  const events = await newestEvents(postgres, count);
  const table = await emptyCopyOf(postgres, 'job_events');
  return perSecond(count, async () => {
    for (const chunk of chunksOf(events, batch))
      await postgres.query(insertInto(table, EVENT_COLUMNS), [JSON.stringify(chunk)]);
  });
};

/** The rows that belong to each of these jobs. */
const rowsOfJobs = async (postgres: Postgres, table: string, key: string, ids: readonly string[]) => {
  const { rows } = await postgres.query<{ id: string; rows: object[] }>(
    `select ${key} as id, json_agg(t) as rows from ${table} t where ${key} = any($1::uuid[]) group by ${key}`,
    [ids],
  );
  const byJob = new Map(rows.map((each) => [each.id, each.rows]));
  return (wanted: readonly string[]): object[] => wanted.flatMap((id) => byJob.get(id) ?? []);
};

/** Copies of the jobs as they were before the reports, so that each is updated as by the server. */
const copyWaitingJobs = async (postgres: Postgres, ids: readonly string[]): Promise<string> => {
  const table = await emptyCopyOf(postgres, 'jobs');
  const columns = await columnsOf(postgres, 'jobs');
  await postgres.query(
    `insert into ${table} (${columns})
     select ${columns} from (
       select (json_populate_record(null::${table}, (to_jsonb(j) ||
         '{"state": "QUEUED", "started_at": null, "finished_at": null, "latest_at": null, "last_seq": 0}')::json)).*
       from jobs j where id = any($1::uuid[])) waiting`,
    [ids],
  );
  await postgres.query(`vacuum analyze ${table}`);
  return table;
};

/**
 * Writes all rows that the newest reports caused into tables with the same columns and indexes: the events, the attempts,
 * and the jobs as they are afterwards, in one transaction for each batch of reports.
 */
export const bareWritesPerSecond = async (
  postgres: Postgres,
  count: number,
  batch: number,
): Promise<number> => {
  const events = await newestEvents(postgres, count);
  const ids = [...new Set(events.map((event) => event.job_id))];
  const jobRows = await rowsOfJobs(postgres, 'jobs', 'id', ids);
  const attemptRows = await rowsOfJobs(postgres, 'job_attempts', 'job_id', ids);
  const eventTable = await emptyCopyOf(postgres, 'job_events');
  const attemptTable = await emptyCopyOf(postgres, 'job_attempts');
  const jobTable = await copyWaitingJobs(postgres, ids);
  const columns = await columnsOf(postgres, 'jobs');
  const moveJobs = `update ${jobTable} t set (${columns}) = row(${columns.replaceAll(/\w+/g, 'c.$&')})
    from json_populate_recordset(null::${jobTable}, $1::json) c where t.id = c.id`;
  const insertAttempts = insertInto(attemptTable, await columnsOf(postgres, 'job_attempts'));
  const moved = new Set<string>();
  return perSecond(count, async () => {
    for (const chunk of chunksOf(events, batch)) {
      const newIds = [...new Set(chunk.map((event) => event.job_id))].filter((id) => !moved.has(id));
      await postgres.query('begin');
      await postgres.query(insertInto(eventTable, EVENT_COLUMNS), [JSON.stringify(chunk)]);
      await postgres.query(moveJobs, [JSON.stringify(jobRows(newIds))]);
      await postgres.query(insertAttempts, [JSON.stringify(attemptRows(newIds))]);
      await postgres.query('commit');
      for (const id of newIds) moved.add(id);
    }
  });
};
