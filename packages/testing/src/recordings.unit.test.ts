import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RECORDINGS, readRecording } from './recordings.ts';

test('every recording in the folder is listed', () => {
  const folder = new URL('../../protocol/src/rabbitmq/recordings/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

  expect(files.toSorted()).toEqual(RECORDINGS.map((name) => `${name}.json`).toSorted());
});

test.each(RECORDINGS)('%s holds a message, two heartbeats, and replies that say their status', (name) => {
  const { dispatched, heartbeats, replies } = readRecording(name);

  expect(dispatched).toHaveLength(1);
  expect(heartbeats.map(({ exchange }) => exchange)).toEqual(['extractors', 'extractors']);
  expect(replies.length).toBeGreaterThan(0);
  for (const { body } of replies) expect(body['status']).toMatch(/^StatusMessage\.\w+: /);
});
