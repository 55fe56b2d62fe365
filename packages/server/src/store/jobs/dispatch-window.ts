import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

/** Together with the extractor's name: one dispatcher at a time for each extractor, on however many servers. */
const DISPATCH_LOCK = 7_297_169;

/** Until the end of the transaction nobody else dispatches for this extractor. False where somebody does. */
export const lockDispatch = async (trx: Transaction<Schema>, extractor: string): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${DISPATCH_LOCK}, hashtext(${extractor})) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
};

/** How many messages of an extractor wait in the broker, or are on their way into it. */
export const countInBroker = async (trx: Transaction<Schema>, extractor: string): Promise<number> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from jobs
    where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'`.execute(
    trx,
  );
  return rows[0]?.waiting ?? 0;
};
