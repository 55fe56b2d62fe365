import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { instantOrNull } from '../instant-column.ts';

/** A file with the jobs that a person submitted on it. */
export interface ExtractionRequest {
  readonly fileId: string;
  readonly name: string;
  readonly mime: string | null;
  readonly sizeBytes: number | null;
  /** Null after the file was deleted. */
  readonly uploadedAt: Instant | null;
  readonly extractors: readonly string[];
  readonly startedAt: Instant | null;
  /** Null until all of these jobs have ended. */
  readonly endedAt: Instant | null;
}

/** The files of a person's latest jobs, the latest first. */
export const readExtractionRequests = async (db: Database, userId: string): Promise<ExtractionRequest[]> => {
  const { rows } = await sql<Row>`
    select f.created_at as "uploadedAt", requested.* from (
      select resource_id as "fileId", max(resource_name) as name, max(resource_mime) as mime,
        max(resource_size_bytes) as "sizeBytes", array_agg(distinct extractor order by extractor) as extractors,
        min(started_at) as "startedAt",
        case when bool_and(finished_at is not null) then max(finished_at) end as "endedAt",
        max(id::text) as latest
      from (
        select * from jobs where submitted_by = ${userId} order by id desc limit ${MAX_JOBS}
      ) recent
      where resource_type = 'file' group by resource_id
      order by latest desc limit ${MAX_FILES}
    ) requested
    left join files f on f.id = requested."fileId"
    order by requested.latest desc`.execute(db);
  return rows.map(rowToRequest);
};

const MAX_JOBS = 1_000;

const MAX_FILES = 100;

interface Row extends Omit<ExtractionRequest, TimeField> {
  readonly uploadedAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

type TimeField = 'uploadedAt' | 'startedAt' | 'endedAt';

const rowToRequest = (row: Row): ExtractionRequest => ({
  ...row,
  uploadedAt: instantOrNull(row.uploadedAt),
  startedAt: instantOrNull(row.startedAt),
  endedAt: instantOrNull(row.endedAt),
});
