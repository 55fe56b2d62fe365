import type { Caller, JobCaller } from '../model/caller.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';

interface ChangePorts {
  readonly db: Database;
  readonly admitOutput: AdmitOutput;
}

/**
 * Runs a change in one transaction. A job's change runs only while the job admits outputs, and its caller then has the
 * number of the attempt that makes it. The change must refuse before its first write, because the transaction is
 * committed whatever it returns.
 */
export const change = <Result>(
  ports: ChangePorts,
  caller: Caller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
  run: (trx: DatabaseTransaction, caller: Caller) => Promise<Result | Refusal>,
): Promise<Result | Refusal> =>
  caller.kind === 'job'
    ? ports.admitOutput(caller, output, run)
    : ports.db.transaction().execute((trx) => run(trx, caller));

/** The same check alone, for use before an upload, so that gigabytes are not received in vain. */
export const refuseLateOutput = (
  ports: ChangePorts,
  caller: Caller,
  output: string,
): Promise<Refusal | undefined> =>
  caller.kind === 'job'
    ? ports.admitOutput(caller, output, async () => undefined)
    : Promise.resolve(undefined);

/**
 * Stores an output of an extractor, in one transaction with the check that its job admits it. The job stays locked
 * until the transaction ends, since the upserts by output key rely on the outputs of one job being stored one after
 * another. A refusal is recorded in the job's log.
 */
export type AdmitOutput = <Result>(
  caller: JobCaller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
  /** Its caller has the number of the attempt. */
  store: (trx: DatabaseTransaction, caller: JobCaller) => Promise<Result | Refusal>,
) => Promise<Result | Refusal>;
