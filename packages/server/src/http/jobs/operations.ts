import { sleep } from '@pawprint/async';
import type { Operation as WireOperation } from '@pawprint/protocol';
import { validate } from 'uuid';
import { requireOperation } from '../../jobs/operations/require-operation.ts';
import type { JobChoice } from '../../jobs/operations/select-subjects.ts';
import {
  planCancel,
  planRemoveOutputs,
  planResubmit,
  planRunMissing,
} from '../../jobs/operations/start-operation.ts';
import { readJobFilter } from '../../jobs/read-job-filter.ts';
import { openEventStream } from '../../live/event-stream.ts';
import type { UserCaller } from '../../model/caller.ts';
import type { Operation } from '../../model/operation.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { Database } from '../../store/database.ts';
import {
  listOperations,
  readFailedSubjects,
  readOperation,
  stopOperation,
} from '../../store/jobs/operations.ts';
import { listedOperationToWire, operationToWire } from '../../wire/operation.ts';
import {
  ANSWERED,
  type Handler,
  type HandlerRequest,
  type HandlerResult,
  type Handlers,
  ok,
} from '../handler.ts';
import { answerPlan, type OperationHandlerPorts, requirePerson } from './answer-plan.ts';
import { type ChangeFilesRouteName, changeFilesHandlers } from './change-files.ts';

type OperationRouteName =
  | 'cancelJobs'
  | 'resubmitJobs'
  | 'removeOutputs'
  | 'runMissing'
  | 'listOperations'
  | 'showOperation'
  | 'streamOperation'
  | 'stopOperation'
  | ChangeFilesRouteName;

export const operationHandlers = (ports: OperationHandlerPorts): Handlers<OperationRouteName> => ({
  cancelJobs: async ({ body, caller }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const choice = await choiceOf(ports, body, by);
    if ('refused' in choice) return choice;
    return answerPlan(ports, body.dry_run, await planCancel(ports, by, choice));
  },
  resubmitJobs: async ({ body, caller }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const choice = await choiceOf(ports, body, by);
    if ('refused' in choice) return choice;
    const options = { parameters: body.parameters, latestOnly: body.latest_only };
    return answerPlan(ports, body.dry_run, await planResubmit(ports, by, choice, options));
  },
  removeOutputs: async ({ body, caller }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const choice = await choiceOf(ports, body, by);
    if ('refused' in choice) return choice;
    return answerPlan(ports, body.dry_run, await planRemoveOutputs(ports, by, choice));
  },
  runMissing: async ({ params: { name }, body, caller }) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    const planned = await planRunMissing(ports, by, {
      extractor: name,
      datasetId: body.dataset_id,
      fileIds: body.file_ids,
      sinceVersion: body.since_version,
      includeUnknown: body.include_unknown,
    });
    return answerPlan(ports, body.dry_run, planned);
  },
  listOperations: listOperationsHandler(ports),
  showOperation: async ({ params: { id }, caller }) => {
    const operation = await requireOperation(ports, caller, id);
    return 'refused' in operation ? operation : ok(await toWire(ports.db, operation));
  },
  streamOperation: streamOperationHandler(ports),
  ...changeFilesHandlers(ports),
  stopOperation: async ({ params: { id }, caller }) => {
    const operation = await requireOperation(ports, caller, id);
    if ('refused' in operation) return operation;
    const by = caller.kind === 'user' ? caller.name : '';
    const stopped = await stopOperation(ports.db, operation.id, `Stopped by ${by}.`, ports.now());
    if (!stopped) return refuse('already_ended', 'The operation has ended already.');
    return ok(await toWire(ports.db, (await readOperation(ports.db, operation.id)) ?? operation));
  },
});

/** The schema admits one of the two. */
const choiceOf = async (
  ports: OperationHandlerPorts,
  { filter, ids }: Pick<HandlerRequest<'cancelJobs'>['body'], 'filter' | 'ids'>,
  by: UserCaller,
): Promise<JobChoice | Refusal> => {
  if (ids !== undefined) return { ids: [...new Set(ids.map((id) => id.toLowerCase()))] };
  const read = await readJobFilter(ports, by, filter ?? {});
  return 'refused' in read ? read : { filter: read };
};

/** Of each person their own; of an administrator all. */
const listOperationsHandler =
  ({ db, hasRight }: OperationHandlerPorts): Handler<'listOperations'> =>
  async ({ query, caller }) => {
    const { limit, cursor, ended_since: since } = query;
    const after = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && after === undefined)
      return refuse('bad_request', 'This is not a cursor of a list of operations.');
    const seesAll = await hasRight(caller, 'operate', { type: 'instance' });
    if (!seesAll && caller.kind !== 'user') return ok({ items: [], next: null });
    const found = await listOperations(db, {
      requestedBy: seesAll || caller.kind !== 'user' ? undefined : caller.id,
      endedSince: since === undefined ? undefined : Date.parse(since),
      after,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return ok({ items: items.map(listedOperationToWire), next: last ? `${last.state}.${last.id}` : null });
  };

/** Undefined if the text is no cursor. */
const readCursor = (text: string): Pick<Operation, 'id' | 'state'> | undefined => {
  const [name, id = ''] = text.split('.');
  const state = (['running', 'finished', 'stopped'] as const).find((each) => each === name);
  return state && validate(id) ? { state, id } : undefined;
};

/** Of those that failed, as many are listed; all are counted. */
const MOST_FAILED_LISTED = 100;

const toWire = async (db: Database, operation: Operation): Promise<WireOperation> =>
  operationToWire(
    operation,
    operation.failedCount === 0 ? [] : await readFailedSubjects(db, operation.id, MOST_FAILED_LISTED),
  );

/** Few operations run at a time, and a change of an operation is no change of a job: its row is read twice a second. */
const READ_EVERY_MS = 500;

const streamOperationHandler =
  (ports: OperationHandlerPorts): Handler<'streamOperation'> =>
  async ({ params: { id }, caller, reply, signal }): Promise<HandlerResult<'streamOperation'>> => {
    const first = await requireOperation(ports, caller, id);
    if ('refused' in first) return first;
    const stream = openEventStream(reply);
    const closed = new AbortController();
    stream.onClose(() => closed.abort());
    const until = AbortSignal.any([signal, closed.signal]);
    let operation: Operation | undefined = first;
    let sent = '';
    while (operation !== undefined && stream.isOpen) {
      const frame = `event: operation\ndata: ${JSON.stringify(await toWire(ports.db, operation))}\n\n`;
      if (frame !== sent) stream.send(frame);
      sent = frame;
      if (operation.state !== 'running') break;
      await sleep(READ_EVERY_MS, until);
      operation = await readOperation(ports.db, id);
    }
    stream.end();
    return ANSWERED;
  };
