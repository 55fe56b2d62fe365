import type { ExtractorChange } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { changedLines, describeOrigin } from './change-texts.ts';

const from: ExtractorChange['from'] = {
  lane: 'rabbitmq',
  instance_id: 'i-1',
  host: null,
  broker_user: null,
  user: null,
};

test.each<[Partial<ExtractorChange['from']>, string]>([
  [{}, 'over RabbitMQ'],
  [{ host: 'lab-3', broker_user: 'guest' }, 'over RabbitMQ, from lab-3, as the user guest'],
  [{ instance_id: null }, 'a queue of its name was found in RabbitMQ'],
  [{ lane: 'http', instance_id: null, user: { id: 'u1', name: 'Ana' } }, 'registered by Ana'],
  [{ lane: 'http', instance_id: null }, 'registered over HTTP'],
])('%j is described as %s', (also, text) => {
  expect(describeOrigin({ ...from, ...also })).toBe(text);
});

test('removed lines come before added ones, and those that stay come last', () => {
  expect(changedLines(['text/*', 'image/png'], ['*', 'image/png'])).toEqual([
    { text: 'text/*', is: 'removed' },
    { text: '*', is: 'added' },
    { text: 'image/png', is: 'kept' },
  ]);
});
