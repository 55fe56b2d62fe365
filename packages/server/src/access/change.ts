import type { Caller, JobCaller } from '../model/caller.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';

interface ChangePorts {
  readonly db: Database;
  readonly admitOutput: AdmitOutput;
}

/**
 * Runs a change in one transaction, after the check that the caller's job still admits outputs. The change must refuse
 * before its first write, because the transaction is committed whatever it returns.
 */
export const change = <Result>(
  ports: ChangePorts,
  caller: Caller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
  run: (trx: DatabaseTransaction) => Promise<Result | Refusal>,
): Promise<Result | Refusal> =>
  ports.db.transaction().execute(async (trx) => {
    const refusal = caller.kind === 'job' ? await ports.admitOutput(trx, caller, output) : undefined;
    return refusal ?? (await run(trx));
  });

/** The same check alone, for use before an upload, so that gigabytes are not received in vain. */
export const refuseLateOutput = (
  ports: ChangePorts,
  caller: Caller,
  output: string,
): Promise<Refusal | undefined> =>
  caller.kind === 'job'
    ? ports.db.transaction().execute((trx) => ports.admitOutput(trx, caller, output))
    : Promise.resolve(undefined);

/**
 * Checks, before an output of an extractor is stored, that its job is still open. Undefined admits the output. The job
 * must then stay locked until the transaction ends, since the upserts by output key rely on the outputs of one job being
 * stored one after another. A refusal commits the transaction, with the event that this port recorded of it.
 */
export type AdmitOutput = (
  trx: DatabaseTransaction,
  caller: JobCaller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
) => Promise<Refusal | undefined>;
