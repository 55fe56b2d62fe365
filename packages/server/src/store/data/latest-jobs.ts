import { sql } from 'kysely';
import type { LatestJob } from '../../data/file.ts';
import type { Database } from '../database.ts';

/** By file: the latest job of each extractor that ever took it, in the order of their names. */
export const latestJobsOf = async (
  db: Database,
  fileIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LatestJob[]>> => {
  const byFile = new Map<string, LatestJob[]>(fileIds.map((id) => [id, []]));
  if (fileIds.length === 0) return byFile;
  const rows = await db
    .selectFrom('jobs')
    .distinctOn(['resource_id', 'extractor'])
    .select(['resource_id', 'extractor', 'id', 'state', 'submitted_at', 'finished_at', 'last_event_at'])
    // One value, however many files: a statement takes 65,535.
    .where('resource_id', '=', sql<string>`any(${fileIds}::uuid[])`)
    .orderBy('resource_id')
    .orderBy('extractor')
    .orderBy('id', 'desc')
    .execute();
  for (const row of rows)
    byFile.get(row.resource_id)?.push({
      extractor: row.extractor,
      jobId: row.id,
      state: row.state,
      submittedAt: row.submitted_at,
      finishedAt: row.finished_at,
      lastEventAt: row.last_event_at,
    });
  return byFile;
};
