import { sql } from 'kysely';
import type { Database } from './database.ts';

/** How much is stored. */
export interface Contents {
  readonly datasets: number;
  readonly files: number;
  readonly bytes: number;
  readonly collections: number;
  readonly users: number;
}

/** Scans whole tables, so it must not run for every request. */
export const countContents = async (db: Database): Promise<Contents> => {
  const { rows } = await sql<Contents>`
    select (select count(*) from datasets) as datasets, f.files, f.bytes,
      (select count(*) from collections) as collections, (select count(*) from users) as users
    from (select count(*) as files, coalesce(sum(size_bytes), 0)::bigint as bytes from files) f`.execute(db);
  return rows[0] ?? { datasets: 0, files: 0, bytes: 0, collections: 0, users: 0 };
};
