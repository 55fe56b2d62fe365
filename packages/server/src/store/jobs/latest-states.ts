import type { JobState } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { bitsOf, FILE_STATES, type FileState } from '../../model/file-filter.ts';
import type { JobChange } from '../../model/job-change.ts';
import { storableText } from '../../model/storable.ts';
import { type ColumnTypes, unnestRows } from './unnest-rows.ts';

/** The state of a job on a file that is new or has another state than before. */
export interface StateRow {
  readonly dataset_id: string;
  readonly file_id: string;
  readonly extractor: string;
  readonly job_id: string;
  readonly state: JobState;
}

export const stateToRows = ({ before, after }: JobChange): StateRow[] => {
  const { id, datasetId, extractor, resource } = after.facts;
  const { state } = after.progress;
  const isSame = before.eventCounts.all > 0 && before.progress.state === state;
  return isSame || datasetId === null || resource.type !== 'file'
    ? []
    : [{ dataset_id: datasetId, file_id: resource.id, extractor, job_id: id, state }];
};

const ROW_TYPES = {
  dataset_id: 'uuid',
  file_id: 'uuid',
  extractor: 'text',
  job_id: 'uuid',
  state: 'text',
} as const satisfies ColumnTypes<StateRow>;

const BITS_OF_STATES = sql.join(
  FILE_STATES.toReversed().map((state) => sql`when ${sql.lit(state)} then ${sql.lit(bitsOf([state]))}`),
  sql` `,
);

/**
 * A part of a statement (`with …`) that keeps the states of the latest jobs on files, under the lock of `appendEvents`.
 * What there is, and which job is the latest, is read by a subquery for each row: for a join the planner would read
 * either table as a whole, since it cannot estimate `unnest`.
 */
export const writingLatestStates = (rows: readonly StateRow[]): RawBuilder<unknown> => sql`
  written_latest_states as (
    insert into latest_states (dataset_id, file_id, states, bits)
    select dataset_id, file_id, states,
      (select bit_or(case state ${BITS_OF_STATES} end) from jsonb_each_text(states) latest (extractor, state))
    from (
      select r.dataset_id, r.file_id, coalesce(
        (select kept.states from latest_states kept where kept.dataset_id = r.dataset_id and kept.file_id = r.file_id),
        '{}'
      ) || jsonb_object_agg(r.extractor, r.state) as states
      from ${unnestRows(rows, ROW_TYPES)} r
      where r.job_id = (
        select id from jobs where resource_id = r.file_id and extractor = r.extractor order by id desc limit 1
      )
      group by r.dataset_id, r.file_id
    ) merged
    on conflict (dataset_id, file_id) do update set states = excluded.states, bits = excluded.bits
  )`;

/** For `files f`. A file without jobs has no row. */
export const WITH_LATEST_STATES = sql`
  left join latest_states s on s.dataset_id = f.dataset_id and s.file_id = f.id`;

/** The bits of the states of a file's latest jobs, of all extractors or of some; NOT_RUN if there is none. */
export const latestBits = (extractors: readonly string[] = []): RawBuilder<unknown> => {
  const bits =
    extractors.length === 0
      ? sql`s.bits`
      : sql`nullif(${sql.join(extractors.map(bitOfExtractor), sql` | `)}, 0)`;
  return sql`coalesce(${bits}, ${sql.lit(bitsOf(['NOT_RUN']))})`;
};

const bitOfExtractor = (extractor: string): RawBuilder<unknown> =>
  sql`case s.states ->> ${storableText(extractor)}::text ${BITS_OF_STATES} else 0 end`;

/** One of a file's latest jobs, of all extractors or of some, is in one of the states. */
export const hasLatestState = (
  states: readonly FileState[],
  extractors?: readonly string[],
): RawBuilder<unknown> => sql`(${latestBits(extractors)} & ${bitsOf(states)}::integer) <> 0`;
