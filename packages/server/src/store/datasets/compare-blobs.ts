import type { Client } from 'pg';

/** A blob as a row of a file, preview, thumbnail or archive describes it. */
export interface NamedBlob {
  readonly key: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** What the row is of: `file notes.txt (id)`. */
  readonly of: string;
}

/** A blob as the store has it. */
export interface FoundBlob {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

const NAMED = `
  select blob_key as key, size_bytes, sha256, 'file ' || name || ' (' || id || ')' as of from files
  union all select blob_key, size_bytes, sha256, kind || ' (' || id || ')' from previews
  union all select blob_key, size_bytes, sha256, 'events of ' || to_char(month, 'YYYY-MM') from event_archives`;

/** Blobs that have no row yet, or have none any more and wait to be removed. */
const EXPECTED = 'select blob_key as key from doomed_blobs';

/**
 * A list of what the blob store has, as a temporary table of the connection: of millions of blobs, PostgreSQL finds
 * the differences without holding them in memory.
 */
export const createFoundBlobs = async (client: Client): Promise<void> => {
  await client.query(
    'create temporary table found_blobs (key text primary key, size_bytes bigint, modified_at bigint)',
  );
};

export const addFoundBlobs = async (client: Client, blobs: readonly FoundBlob[]): Promise<void> => {
  await client.query(
    `insert into found_blobs select * from unnest($1::text[], $2::bigint[], $3::bigint[]) on conflict do nothing`,
    [
      blobs.map(({ key }) => key),
      blobs.map(({ sizeBytes }) => sizeBytes),
      blobs.map(({ modifiedAt }) => Math.floor(modifiedAt)),
    ],
  );
};

/** Rows whose blob was not found, or with another size. */
export const readRowsWithoutBlob = (client: Client): Promise<NamedBlob[]> =>
  readNamed(
    client,
    `select n.* from (${NAMED}) n left join found_blobs f using (key)
     where f.key is null or f.size_bytes <> n.size_bytes order by n.key`,
  );

/** Blobs that were found and that no row names, neither now nor as one that is expected. */
export const readBlobsWithoutRow = async (client: Client): Promise<FoundBlob[]> => {
  const { rows } = await client.query<{ key: string; size_bytes: string; modified_at: string }>(`
    select * from found_blobs f
    where not exists (select from files where blob_key = f.key)
      and not exists (select from previews where blob_key = f.key)
      and not exists (select from event_archives where blob_key = f.key)
      and not exists (select from (${EXPECTED}) expected where expected.key = f.key)
    order by key`);
  return rows.map((row) => ({
    key: row.key,
    sizeBytes: Number(row.size_bytes),
    modifiedAt: Number(row.modified_at),
  }));
};

/** In pages by key. */
export const readNamedBlobs = (client: Client, after: string, limit: number): Promise<NamedBlob[]> =>
  readNamed(client, `select * from (${NAMED}) n where key > $1 order by key limit $2`, [after, limit]);

const readNamed = async (
  client: Client,
  statement: string,
  values: readonly unknown[] = [],
): Promise<NamedBlob[]> => {
  const { rows } = await client.query<{ key: string; size_bytes: string; sha256: string; of: string }>(
    statement,
    [...values],
  );
  return rows.map((row) => ({
    key: row.key,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
    of: row.of,
  }));
};

export const countNamedBlobs = async (client: Client): Promise<{ count: number; bytes: number }> => {
  const { rows } = await client.query<{ count: string; bytes: string }>(
    `select count(*)::text as count, coalesce(sum(size_bytes), 0)::text as bytes from (${NAMED}) n`,
  );
  return { count: Number(rows[0]?.count ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
};
