import { sql, type Transaction } from 'kysely';
import type { JobFacts } from '../../tracking/tracked-job.ts';
import type { Schema } from '../schema.ts';

/** What a message says that stands with other things than the job; null where there is none (any more). */
export interface StoredContext {
  readonly email: string | null;
  readonly metadata: unknown;
}

const metadataIdOf = ({ occasion }: JobFacts): string | null =>
  occasion !== null && 'metadataId' in occasion ? occasion.metadataId : null;

/** By job id. */
export const readMessageContexts = async (
  trx: Transaction<Schema>,
  jobs: readonly JobFacts[],
): Promise<ReadonlyMap<string, StoredContext>> => {
  const { rows } = await sql<StoredContext & { id: string }>`
    select wanted.id, users.email, metadata.content as metadata
    from unnest(
      ${jobs.map(({ id }) => id)}::uuid[],
      ${jobs.map(({ submittedBy }) => submittedBy)}::text[],
      ${jobs.map(metadataIdOf)}::uuid[]
    ) as wanted (id, submitted_by, metadata_id)
    left join users on users.id = wanted.submitted_by
    left join metadata on metadata.id = wanted.metadata_id`.execute(trx);
  return new Map(rows.map(({ id, email, metadata }) => [id, { email, metadata }]));
};
