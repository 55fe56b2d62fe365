import type { Rights } from '../../access/rights.ts';
import { noSuchOperation } from '../../jobs/operations/require-operation.ts';
import type { PlannedOperation } from '../../jobs/operations/start-operation.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { Caller, UserCaller } from '../../model/caller.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { readOperation } from '../../store/jobs/operations.ts';
import { operationToWire, selectionToWire } from '../../wire/operation.ts';
import { type AnswerBody, ok } from '../handler.ts';

export interface OperationHandlerPorts extends Pick<JobPorts, 'db' | 'now'>, Rights {
  /** A new operation waits for its first slice. */
  readonly wakeOperations: () => void;
}

/** The caller, if it is a person: which jobs and files they change is checked one by one. */
export const requirePerson = (caller: Caller): UserCaller | Refusal =>
  caller.kind === 'user' ? caller : refuse('forbidden', 'You have no right to change many jobs or files.');

type PlanAnswer = AnswerBody<'cancelJobs' | 'resubmitJobs' | 'runMissing' | 'tagDatasetFiles'>;

/** Starts a planned operation, or only says what it would do. */
export const answerPlan = async (
  { db, wakeOperations }: OperationHandlerPorts,
  isDryRun: boolean,
  planned: PlannedOperation | Refusal,
): Promise<{ readonly status?: number; readonly body: PlanAnswer } | Refusal> => {
  if ('refused' in planned) return planned;
  if (isDryRun) return ok(selectionToWire(planned.selection), 200);
  const operation = await readOperation(db, await planned.start());
  if (operation === undefined) return noSuchOperation();
  wakeOperations();
  return ok(operationToWire(operation, []));
};
