import { expect, test } from 'vitest';
import { ExtractorInfo } from '../extractors/extractor.ts';
import { heartbeatBody } from './heartbeat.ts';

const info = ExtractorInfo.parse({ name: 'acme.lines', version: '1.0.0', process: { file: ['text/*'] } });

test('a heartbeat has an empty owner and the contexts that Clowder v1 asks for', () => {
  expect(heartbeatBody({ instanceId: 'i1', queue: 'acme.lines', info })).toMatchObject({
    id: 'i1',
    queue: 'acme.lines',
    owner: '',
    extractor_info: { name: 'acme.lines', contexts: [], repository: [] },
  });
});

test("a private extractor's heartbeat names its owner and its key", () => {
  const owned = { key: 'k1', email: 'ada@example.org' };
  expect(heartbeatBody({ instanceId: 'i1', queue: 'private.k1.acme.lines', info, owned })).toMatchObject({
    owner: 'ada@example.org',
    extractor_info: { unique_key: 'k1' },
  });
});
