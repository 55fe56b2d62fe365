import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** A file on which somebody had extractors work. */
export interface ExtractionRequest {
  readonly fileId: string;
  readonly name: string;
  readonly mime: string | null;
  readonly sizeBytes: number | null;
  /** Null once the file is gone. */
  readonly uploadedAt: Date | null;
  readonly extractors: readonly string[];
  readonly startedAt: Date | null;
  /** Null while any of them has yet to end. */
  readonly endedAt: Date | null;
}

const JOBS_LOOKED_AT = 1_000;
const FILES_SHOWN = 100;

/** The files among a person's latest jobs, the latest first. */
export const readExtractionRequests = async (db: Database, userId: string): Promise<ExtractionRequest[]> => {
  const { rows } = await sql<ExtractionRequest>`
    select f.created_at as "uploadedAt", asked.* from (
      select resource_id as "fileId", max(resource_name) as name, max(resource_mime) as mime,
        max(resource_size_bytes) as "sizeBytes", array_agg(distinct extractor order by extractor) as extractors,
        min(started_at) as "startedAt",
        case when bool_and(finished_at is not null) then max(finished_at) end as "endedAt",
        max(id::text) as latest
      from (
        select * from jobs where submitted_by = ${userId} order by id desc limit ${JOBS_LOOKED_AT}
      ) recent
      where resource_type = 'file' group by resource_id
      order by latest desc limit ${FILES_SHOWN}
    ) asked
    left join files f on f.id = asked."fileId"
    order by asked.latest desc`.execute(db);
  return rows;
};
