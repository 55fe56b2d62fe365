import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aFailedMessage } from '../builders.ts';
import { ErrorQueuePanel } from './error-queue-panel.tsx';

const panel = <ErrorQueuePanel name="ncsa.wordcount" />;
const queue = 'error.ncsa.wordcount';
const showReadiness = { ready: true, checks: { broker: { ok: true } } };

export const WithMessages = example(panel, {
  showReadiness,
  showErrorQueue: {
    queue,
    depth: 140,
    messages: [
      aFailedMessage({
        job: { id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9', state: 'FAILED' },
        reason: 'ValueError: line 3 has 12 columns, not 11.\n  at read_table (table.py:81)',
      }),
      aFailedMessage({
        fingerprint: 'b'.repeat(64),
        resource_id: null,
        resource_name: null,
        replays: 1,
        body: 'not JSON',
      }),
    ],
  },
  replayErrorQueue: { replayed: 1, kept: 0 },
  discardErrorQueue: { discarded: 140 },
});

export const Empty = example(panel, { showReadiness, showErrorQueue: { queue, depth: 0, messages: [] } });

export const Unavailable = example(panel, {
  showReadiness,
  showErrorQueue: new Refusal(503, 'unavailable', 'RabbitMQ cannot be reached.'),
});

export const Failed = example(panel, {
  showReadiness,
  showErrorQueue: new Refusal(500, 'internal', 'The server failed.'),
});

export const Loading = example(panel, { showReadiness, showErrorQueue: PENDING });

/** The error queue has no answer here: it must not be asked for. */
export const BrokerAway = example(panel, {
  showReadiness: { ready: true, checks: { broker: { ok: false, reason: 'RabbitMQ is away: refused' } } },
});
