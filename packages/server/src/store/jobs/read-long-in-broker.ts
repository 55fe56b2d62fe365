import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { timeOf } from './instant-column.ts';

/** Jobs of one extractor whose messages have waited in the broker without a word. */
export interface LongInBroker {
  readonly extractor: string;
  readonly queue: string;
  readonly jobIds: readonly string[];
}

/** Nothing was heard of them since `before`. No more than a dispatch window of each extractor's, as a rule. */
export const readLongInBroker = async (db: Database, before: Instant): Promise<LongInBroker[]> => {
  const { rows } = await sql<LongInBroker>`
    select e.name as extractor, e.queue, array_agg(j.id order by j.id) as "jobIds"
    from jobs j join extractors e on e.name = j.extractor
    where j.state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and j.lane = 'rabbitmq' and e.queue is not null
      and greatest(j.last_event_at, j.sent_at) < ${timeOf(before)}
    group by e.name, e.queue`.execute(db);
  return rows;
};
