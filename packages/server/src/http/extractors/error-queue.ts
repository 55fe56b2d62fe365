import { requireOperator } from '../../access/require-resource.ts';
import {
  type ErrorQueuePorts,
  listErrorQueues,
  showErrorQueue,
  type Unreachable,
} from '../../lanes/rabbitmq/error-queue.ts';
import { discardFailed, replayFailed } from '../../lanes/rabbitmq/replay-failed.ts';
import type { Caller, UserCaller } from '../../model/caller.ts';
import { noSuchExtractor, type Refusal, refuse } from '../../model/refusal.ts';
import { readExtractor } from '../../store/extractors/extractors.ts';
import { type Handler, ok } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const listErrorQueuesHandler =
  (ports: ExtractorHandlerPorts): Handler<'listErrorQueues'> =>
  async ({ caller }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    if (ports.errorQueues === null) return NO_LANE;
    const items = await listErrorQueues(ports.errorQueues);
    return items === undefined ? BROKER_AWAY : ok({ items });
  };

const NO_LANE = refuse('unavailable', 'This server has no RabbitMQ lane: RABBITMQ_URI is not set.');
const BROKER_AWAY = refuse(
  'unavailable',
  'RabbitMQ is not connected. The messages in the error queues are kept.',
);

export const showErrorQueueHandler =
  (ports: ExtractorHandlerPorts): Handler<'showErrorQueue'> =>
  async ({ params: { name }, query, caller }) => {
    const operation = await requireErrorQueue(ports, caller, name);
    if ('refused' in operation) return operation;
    const page = await showErrorQueue(operation.queues, name, query.limit);
    return typeof page === 'string' ? refusalOf(name, page) : ok(page);
  };

export const replayErrorQueueHandler =
  (ports: ExtractorHandlerPorts): Handler<'replayErrorQueue'> =>
  async ({ params: { name }, body, caller }) => {
    const operation = await requireErrorQueue(ports, caller, name);
    if ('refused' in operation) return operation;
    const { by, queues } = operation;
    const replay = { extractor: name, choice: body.fingerprints, again: body.again, by };
    const replayed = await replayFailed(queues, replay);
    return typeof replayed === 'string' ? refusalOf(name, replayed) : ok(replayed);
  };

export const discardErrorQueueHandler =
  (ports: ExtractorHandlerPorts): Handler<'discardErrorQueue'> =>
  async ({ params: { name }, body, caller }) => {
    const operation = await requireErrorQueue(ports, caller, name);
    if ('refused' in operation) return operation;
    const discarded = await discardFailed(operation.queues, name, body.fingerprints, operation.by);
    return typeof discarded === 'number' ? ok({ discarded }) : refusalOf(name, discarded);
  };

interface Operation {
  readonly queues: ErrorQueuePorts;
  readonly by: UserCaller;
}

/** The caller, if it operates the instance, and what acts on the extractor's error queue. */
const requireErrorQueue = async (
  { hasRight, db, errorQueues }: ExtractorHandlerPorts,
  caller: Caller,
  name: string,
): Promise<Operation | Refusal> => {
  if (caller.kind !== 'user' || !(await hasRight(caller, 'operate', { type: 'extractor', name })))
    return refuse('forbidden', 'Error queues are for operators and administrators.');
  if ((await readExtractor(db, name)) === undefined) return noSuchExtractor(name);
  if (errorQueues === null) return NO_LANE;
  return { queues: errorQueues, by: caller };
};

const refusalOf = (name: string, reason: Unreachable): Refusal =>
  reason === 'no_queue'
    ? refuse('not_found', `${name} has no error queue: it never sent a heartbeat over RabbitMQ.`)
    : BROKER_AWAY;
