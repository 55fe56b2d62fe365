import type { ListedOperation } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { at } from '../jobs/builders.ts';
import { anOperation } from './builders.ts';
import { OperationsIndicator } from './operations-indicator.tsx';

const showing = (...items: readonly ListedOperation[]) =>
  example(<OperationsIndicator />, {
    listOperations: { items: [...items], next: null },
    stopOperation: anOperation({ state: 'stopped', finished_at: at(2000), reason: 'Stopped by Ana Ruiz.' }),
    showOperation: anOperation({
      failed_count: 2,
      failed: ['j1', 'j2'].map((id) => ({ id, reason: 'already_ended', text: 'It has ended.' })),
    }),
  });

const ended = anOperation({
  id: 'ended',
  kind: 'cancel',
  state: 'finished',
  finished_at: at(2000),
  done: 140,
  failed_count: 2,
  requested_by: { id: 'u2', name: 'Ben Okafor' },
});

export const None = showing();

export const OneRunning = showing(
  anOperation({
    waits: {
      extractor: 'ncsa.wordcount',
      jobs: 2000,
      text: 'It waits: 2,000 jobs of operations are still waiting for ncsa.wordcount.',
    },
  }),
  ended,
);

export const AllEnded = showing(ended);
