import type { Caller, JobCaller } from '../model/caller.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';

interface ChangePorts {
  readonly db: Database;
  readonly admitOutput: AdmitOutput;
}

/**
 * Runs a change in one transaction, having asked whether an extractor may still make it. A refusal from the change
 * itself must come before its first write: what is returned is committed.
 */
export const change = <Result>(
  ports: ChangePorts,
  caller: Caller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
  act: (trx: DatabaseTransaction) => Promise<Result | Refusal>,
): Promise<Result | Refusal> =>
  ports.db.transaction().execute(async (trx) => {
    const refusal = caller.kind === 'job' ? await ports.admitOutput(trx, caller, output) : undefined;
    return refusal ?? (await act(trx));
  });

/** Asks the same before gigabytes are taken in for nothing. */
export const refuseLateOutput = (
  ports: ChangePorts,
  caller: Caller,
  output: string,
): Promise<Refusal | undefined> =>
  caller.kind === 'job'
    ? ports.db.transaction().execute((trx) => ports.admitOutput(trx, caller, output))
    : Promise.resolve(undefined);

/**
 * Asked before anything an extractor made is stored: its job may be over. Undefined admits it, and must hold until the
 * transaction ends, so that the outputs of one job queue up (the upserts by output key rely on it). What is refused
 * commits the transaction with nothing in it but what this port itself wrote.
 */
export type AdmitOutput = (
  trx: DatabaseTransaction,
  caller: JobCaller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
) => Promise<Refusal | undefined>;
