import type { HasRight } from '../../access/rights.ts';
import type { Caller } from '../../model/caller.ts';
import type { Operation } from '../../model/operation.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { Database } from '../../store/database.ts';
import { readOperation } from '../../store/jobs/operations.ts';

interface RequirePorts {
  readonly db: Database;
  readonly hasRight: HasRight;
}

/** The operation, if the caller requested it or is an administrator. */
export const requireOperation = async (
  { db, hasRight }: RequirePorts,
  caller: Caller,
  id: string,
): Promise<Operation | Refusal> => {
  const operation = await readOperation(db, id);
  if (operation === undefined) return noSuchOperation();
  const isOwn = caller.kind === 'user' && operation.requestedBy?.id === caller.id;
  return isOwn || (await hasRight(caller, 'operate', { type: 'instance' })) ? operation : noSuchOperation();
};

export const noSuchOperation = (): Refusal => refuse('not_found', 'There is no such operation.');
