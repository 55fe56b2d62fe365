import type { EventKind } from '@pawprint/core';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

/** What was last said or done about each of these jobs. */
export const readLastKinds = async (
  trx: Transaction<Schema>,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, EventKind>> => {
  if (jobIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; kind: EventKind }>`
    select j.id, e.kind
    from jobs j
    join lateral (
      select kind from job_events where job_id = j.id and received_at >= j.submitted_at - interval '1 day'
      order by seq desc limit 1
    ) e on true
    where j.id = any(${jobIds}::uuid[])`.execute(trx);
  return new Map(rows.map(({ id, kind }) => [id, kind]));
};
