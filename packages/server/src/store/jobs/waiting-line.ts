import type { LineFacts } from '@pawprint/core';
import { sql } from 'kysely';
import type { Job } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { SIZE_CLASSES, sizeClassOf } from '../extractors/statistics.ts';
import { instantOf } from '../instant-column.ts';

/** No more jobs ahead are counted, and fewer for each extractor where there are several: all of them are read. */
const MOST_AHEAD = 1_000;
const MOST_AHEAD_TOGETHER = 1_200;
const LEAST_AHEAD = 50;

const WAITS = sql`state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')`;

/**
 * Where jobs stand among those that wait for the same extractor, by id, in one statement. It reads the beginning of each
 * extractor's line once, however many of these jobs wait in it: what is in the broker, then what is held, in the order
 * in which it is dispatched or claimed. A job behind that beginning is left out where nothing else is known of it.
 */
export const readLine = async (
  db: Database,
  jobs: readonly Job[],
): Promise<ReadonlyMap<string, LineFacts>> => {
  const extractors = [...new Set(jobs.map(({ facts }) => facts.extractor))];
  const share = Math.floor(MOST_AHEAD_TOGETHER / extractors.length);
  const most = Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, share));
  const { rows } = await sql<Row>`
    select extractor, id, available_at, ahead, ahead_by_size, known_to from (
      select *, min(ahead) filter (where is_cut or ahead >= ${most}) over (partition by extractor) as known_to
      from (
        select extractors.name as extractor, entry.id, entry.available_at, entry.is_cut,
          (row_number() over place - 1)::integer as ahead, array[${aheadBySize()}]::integer[] as ahead_by_size
        from extractors cross join lateral (
          (${inBroker(most)}) union all (${heldInOrder(most)}) union all (${heldByTurns(most)})
        ) entry
        where extractors.name = any(${extractors}::text[])
        window place as (partition by extractors.name order by stage, priority desc, turn, entry.id),
          before as (place rows between unbounded preceding and 1 preceding)
      ) placed
    ) line
    where id = any(${jobs.map(({ facts }) => facts.id)}::uuid[]) or ahead = known_to`.execute(db);
  return linesOf(jobs, rows);
};

/** `is_cut` marks the last row that was read of a longer list: what comes after it in line is not known. */
const SIZE = sizeClassOf('jobs');

const inBroker = (most: number) => sql`
  select id, available_at, ${SIZE} as size, 0 as stage, 0 as priority,
    extract(epoch from last_event_at)::double precision as turn,
    row_number() over (order by last_event_at, id) > ${most} as is_cut
  from jobs where extractor = extractors.name and ${WAITS} and lane = 'rabbitmq'
  order by last_event_at, id limit ${most + 1}`;

const heldInOrder = (most: number) => sql`
  select id, available_at, ${SIZE}, 1, priority, 0,
    row_number() over (order by priority desc, id) > ${most}
  from jobs where extractors.queue is null and extractor = extractors.name and ${WAITS}
    and lane is distinct from 'rabbitmq'
  order by priority desc, id limit ${most + 1}`;

/** Of each person's jobs fewer are read, the more people there are, but so many at least. */
const LEAST_PER_PERSON = 50;

/** As the dispatcher chooses jobs: people take turns, and whoever has jobs in the broker already waits longer. */
const heldByTurns = (most: number) => sql`
  with recursive person as (
    (select coalesce(submitted_by, '') as name from jobs
      where extractors.queue is not null and extractor = extractors.name and ${WAITS}
        and lane is distinct from 'rabbitmq'
      order by coalesce(submitted_by, '') limit 1)
    union all
    select (select coalesce(submitted_by, '') from jobs
      where extractor = extractors.name and ${WAITS} and lane is distinct from 'rabbitmq'
        and coalesce(submitted_by, '') > person.name
      order by coalesce(submitted_by, '') limit 1)
    from person where person.name is not null
  ), bound as (
    select greatest(${LEAST_PER_PERSON}, 2 * ${most} / greatest(1, count(name)))::integer as jobs from person
  ), in_broker as (
    select coalesce(submitted_by, '') as name, count(*) as jobs from jobs
    where extractor = extractors.name and ${WAITS} and lane = 'rabbitmq'
    group by 1
  )
  select id, available_at, size, 1, priority, coalesce(in_broker.jobs, 0) + own_turn, own_turn >= bound.jobs
  from bound cross join person
  left join in_broker using (name)
  cross join lateral (
    select id, available_at, ${SIZE} as size, priority, row_number() over (order by priority desc, id) as own_turn
    from jobs where extractor = extractors.name and coalesce(submitted_by, '') = person.name and ${WAITS}
      and lane is distinct from 'rabbitmq'
    order by priority desc, id limit bound.jobs
  ) own
  where person.name is not null`;

const aheadBySize = () =>
  sql.join(
    Array.from(
      { length: SIZE_CLASSES },
      (_, size) => sql`count(*) filter (where size = ${size}::integer) over before`,
    ),
  );

interface Row {
  readonly extractor: string;
  readonly id: string;
  readonly available_at: Date;
  readonly ahead: number;
  readonly ahead_by_size: readonly number[];
  /** The last place that is known for certain; null if the whole line is. */
  readonly known_to: number | null;
}

const linesOf = (jobs: readonly Job[], rows: readonly Row[]): ReadonlyMap<string, LineFacts> => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const knownTo = new Map(rows.map((row) => [row.extractor, row.known_to]));
  return new Map(
    jobs.flatMap(({ facts }) => {
      const line = lineOf(byId.get(facts.id), knownTo.get(facts.extractor) ?? null);
      return line === undefined ? [] : [[facts.id, line]];
    }),
  );
};

const lineOf = (row: Row | undefined, knownTo: number | null): LineFacts | undefined => {
  const isBehind = knownTo !== null && (row === undefined || row.ahead > knownTo);
  if (row === undefined && !isBehind) return undefined;
  return {
    ahead: isBehind ? knownTo : (row?.ahead ?? null),
    aheadIsLeast: isBehind,
    aheadBySize: row?.ahead_by_size ?? [],
    availableAt: row === undefined ? 0 : instantOf(row.available_at),
  };
};
