import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { instantOrNull } from '../instant-column.ts';

/** A file on which somebody had extractors work. */
export interface ExtractionRequest {
  readonly fileId: string;
  readonly name: string;
  readonly mime: string | null;
  readonly sizeBytes: number | null;
  /** Null once the file is gone. */
  readonly uploadedAt: Instant | null;
  readonly extractors: readonly string[];
  readonly startedAt: Instant | null;
  /** Null while any of them has yet to end. */
  readonly endedAt: Instant | null;
}

const JOBS_LOOKED_AT = 1_000;
const FILES_SHOWN = 100;

/** The files among a person's latest jobs, the latest first. */
export const readExtractionRequests = async (db: Database, userId: string): Promise<ExtractionRequest[]> => {
  const { rows } = await sql<Row>`
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
  return rows.map(rowToRequest);
};

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
