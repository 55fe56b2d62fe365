import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import type { DataPorts, DataTransaction } from './ports.ts';

type ChangePorts = Pick<DataPorts, 'db' | 'admitOutput'>;

/**
 * Runs a change in one transaction, having asked whether an extractor may still make it. A refusal from the change
 * itself must come before its first write: what is returned is committed.
 */
export const change = <Result>(
  ports: ChangePorts,
  caller: Caller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
  act: (trx: DataTransaction) => Promise<Result | Refusal>,
): Promise<Result | Refusal> =>
  ports.db.transaction().execute(async (trx) => {
    const refusal = caller.kind === 'job' ? await ports.admitOutput(trx, caller, output) : undefined;
    return refusal ?? (await act(trx));
  });

/** Asks the same before gigabytes are taken in for nothing. */
export const objectionToOutput = (
  ports: ChangePorts,
  caller: Caller,
  output: string,
): Promise<Refusal | undefined> =>
  caller.kind === 'job'
    ? ports.db.transaction().execute((trx) => ports.admitOutput(trx, caller, output))
    : Promise.resolve(undefined);
