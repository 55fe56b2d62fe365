import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { ErrorQueueList } from './error-queue-list.tsx';

const showReadiness = { ready: true, checks: { broker: { ok: true } } };

const depthOf = (extractor: string, depth: number) => ({ extractor, queue: `error.${extractor}`, depth });

export const Several = example(<ErrorQueueList />, {
  showReadiness,
  listErrorQueues: {
    items: [
      depthOf('ncsa.wordcount', 1_204),
      depthOf('ncsa.an-extractor-with-a-rather-long-name-that-does-not-fit', 3),
    ],
  },
});

export const Empty = example(<ErrorQueueList />, { showReadiness, listErrorQueues: { items: [] } });

export const Unavailable = example(<ErrorQueueList />, {
  showReadiness,
  listErrorQueues: new Refusal(503, 'unavailable', 'RabbitMQ is not connected.'),
});

export const Loading = example(<ErrorQueueList />, { showReadiness, listErrorQueues: PENDING });

/** The error queues have no answer here: they must not be asked for. */
export const NoBroker = example(<ErrorQueueList />, { showReadiness: { ready: true, checks: {} } });
