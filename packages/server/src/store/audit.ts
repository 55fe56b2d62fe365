import type { Instant } from '@pawprint/core';
import type { ActName } from '@pawprint/protocol';
import { type RawBuilder, sql } from 'kysely';
import { v7 } from 'uuid';
import type { AuditEntry } from '../model/audit-entry.ts';
import type { CommandCaller, Reader } from '../model/caller.ts';
import { storableRecord, storableText } from '../model/storable.ts';
import type { DatabaseTransaction } from './database.ts';
import { timeOf } from './instant-column.ts';

/** One act of a person on others, on the instance or on rights. */
interface Act {
  /** Null if the server acted by itself. */
  readonly by: Reader | CommandCaller | null;
  readonly act: ActName;
  /** The id or name of what was changed. */
  readonly subject: string;
  /** What people call the subject, where that is something else. */
  readonly name?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly at: Instant;
}

/** Records an act in the transaction that does it, so that neither is stored without the other. */
export const recordAct = async (
  trx: DatabaseTransaction,
  { by, act, subject, name, details = {}, at }: Act,
): Promise<void> => {
  await trx
    .insertInto('audit_log')
    .values({
      id: v7({ msecs: at }),
      at: timeOf(at),
      ...actorColumns(by),
      act,
      subject: storableText(subject),
      subject_name: name === undefined ? null : storableText(name),
      details: JSON.stringify(storableRecord(details)),
    })
    .execute();
};

interface ActorColumns {
  readonly user_id: string | null;
  readonly user_name: RawBuilder<string | null> | string | null;
  readonly address: string | null;
  readonly means: AuditEntry['means'];
  readonly credential: string | null;
}

const NO_ACTOR: ActorColumns = {
  user_id: null,
  user_name: null,
  address: null,
  means: null,
  credential: null,
};

const actorColumns = (by: Act['by']): ActorColumns => {
  if (by === null) return NO_ACTOR;
  if (by.kind === 'command') return { ...NO_ACTOR, user_name: by.name, means: 'command' };
  const address = by.address ?? null;
  if (by.kind === 'nobody') return { ...NO_ACTOR, address };
  if (by.kind === 'job') {
    const id = by.submittedBy;
    const user_name = sql<string | null>`(select name from users where id = ${id})`;
    return { user_id: id, user_name, address, means: 'job', credential: by.jobId };
  }
  const { id, name, means } = by;
  const credential = means?.kind === 'key' ? means.name : null;
  return { user_id: id, user_name: name, address, means: means?.kind ?? null, credential };
};
