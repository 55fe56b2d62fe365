import { recordAct } from '../../store/audit.ts';
import {
  type Choice,
  type ErrorQueuePorts,
  isChosen,
  type Unreachable,
  visitErrorQueue,
} from './error-queue.ts';

/** Throws messages of an error queue away for good; answers how many. Written down before it is done. */
export const discardFailed = (
  ports: ErrorQueuePorts,
  extractor: string,
  choice: Choice,
  by: string,
): Promise<number | Unreachable> =>
  visitErrorQueue(ports, extractor, Number.POSITIVE_INFINITY, async ({ channel, messages }) => {
    const discarded = messages.filter(isChosen(choice));
    const jobs = discarded.map(({ jobId }) => jobId);
    const act = { by, act: 'error_queue.discard', subject: extractor, details: { jobs }, at: ports.now() };
    if (discarded.length > 0) await ports.db.transaction().execute((trx) => recordAct(trx, act));
    for (const { raw } of discarded) channel.ack(raw);
    return discarded.length;
  });
