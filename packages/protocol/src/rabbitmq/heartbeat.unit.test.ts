import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExtractorInfo } from '../extractors/extractor.ts';
import { heartbeatBody, parseHeartbeat } from './heartbeat.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const INFO = {
  '@context': 'http://clowder.ncsa.illinois.edu/contexts/extractors.jsonld',
  name: 'ncsa.wordcount',
  version: '2.0',
  description: 'Counts words.',
  author: 'Rob Kooper',
  contexts: [{ lines: 'http://example.org/lines' }],
  repository: [{ repType: 'git', repUrl: 'https://example.org/x.git' }],
  process: { file: ['text/*', 'application/json'] },
  external_services: [],
};
const BEAT = { id: '9eb338c1', queue: 'ncsa.wordcount', owner: '', extractor_info: INFO };

const nested = (levels: number): unknown => (levels === 0 ? 0 : [nested(levels - 1)]);

const parse = (beat: unknown, headers: Record<string, unknown> = {}) =>
  parseHeartbeat(bytes(JSON.stringify(beat)), { headers });

const parsed = (beat: unknown, headers: Record<string, unknown> = {}) => {
  const read = parse(beat, headers);
  if (!read.ok) throw new Error(`${read.reason}: ${read.detail}`);
  return read.heartbeat;
};

const infoOf = (also: object) => parsed({ ...BEAT, extractor_info: { ...INFO, ...also } }).info;

test("a heartbeat of pyClowder's names extractor, version, queue and process", () => {
  expect(parsed(BEAT)).toMatchObject({
    name: 'ncsa.wordcount',
    queue: 'ncsa.wordcount',
    version: '2.0',
    instanceId: '9eb338c1',
    owner: null,
    host: null,
    intervalMs: null,
    isStopping: false,
    info: INFO,
  });
});

test('a heartbeat with the name of a page is refused, and one of a private extractor is not', () => {
  const named = { ...BEAT, queue: 'new', extractor_info: { ...INFO, name: 'new' } };
  expect(parse(named)).toMatchObject({ ok: false, reason: 'malformed_info' });
  const owned = { queue: 'private.k1.new', owner: 'ana@example.org' };
  const info = { ...INFO, name: 'new', unique_key: 'k1' };
  expect(parsed({ ...BEAT, ...owned, extractor_info: info }).name).toBe('private.k1.new');
});

test('a heartbeat of our SDK has its host, its interval and its stop', () => {
  const body = heartbeatBody({
    instanceId: 'i-1',
    queue: 'private.k1.mine',
    info: ExtractorInfo.parse({ name: 'mine', version: '1' }),
    owned: { key: 'k1', email: 'ana@example.org' },
  });
  const headers = {
    'x-pawprint-host': 'lab-3',
    'x-pawprint-interval-ms': '10000',
    'x-pawprint-stopping': 'true',
  };
  expect(parsed(body, headers)).toMatchObject({
    name: 'private.k1.mine',
    owner: 'ana@example.org',
    info: { name: 'mine', unique_key: 'k1' },
    host: 'lab-3',
    intervalMs: 10_000,
    isStopping: true,
  });
});

describe('the forms that published extractors send are read', () => {
  test.each([
    ['a version that is a number', { version: 2.5 }, { version: '2.5' }],
    [
      'a repository that is an object',
      { repository: { repType: 'git', repUrl: 'x' } },
      { repository: [{ repType: 'git', repUrl: 'x' }] },
    ],
    ['no repository', { repository: null }, { repository: [] }],
    ['contributors that are one name', { contributors: 'Ana' }, { contributors: ['Ana'] }],
    [
      'a trigger that is no list',
      { process: { dataset: 'file.added' } },
      { process: { dataset: ['file.added'] } },
    ],
    ['no triggers', { process: null }, { process: {} }],
    ['missing texts', { description: null, author: null }, { description: '', author: '' }],
    ['labels', { labels: ['Text'] }, { labels: ['Text'] }],
    ['labels by their newer name', { default_labels: ['Text'] }, { default_labels: ['Text'] }],
    ['unknown keys', { dependencies: { a: 1 } }, { dependencies: { a: 1 } }],
  ])('%s', (_, also, read) => {
    expect(infoOf(also)).toMatchObject(read);
  });

  test.each([['0'], [-5], [{}], [1e12], ['soon']])('an interval of %j is ignored', (interval) => {
    expect(parsed(BEAT, { 'x-pawprint-interval-ms': interval }).intervalMs).toBeNull();
  });
});

describe('an unusable heartbeat', () => {
  test.each([
    ['no_instance', { ...BEAT, id: 7 }],
    ['malformed_queue', { ...BEAT, queue: null }],
    ['malformed_queue', { ...BEAT, queue: 'pawprint.main.replies' }],
    ['malformed_queue', { ...BEAT, queue: 'amq.gen-1' }],
    ['malformed_queue', { ...BEAT, queue: 'error.ncsa.wordcount' }],
    ['malformed_info', { ...BEAT, extractor_info: null }],
    ['malformed_info', { ...BEAT, extractor_info: { ...INFO, name: 'no such name!' } }],
    ['malformed_info', { ...BEAT, extractor_info: { ...INFO, version: null } }],
    [
      'no_owner',
      {
        ...BEAT,
        queue: 'private.k1.wc',
        owner: 'ana@example.org',
        extractor_info: { ...INFO, name: 'private.k1.wc' },
      },
    ],
    ['foreign_queue', { ...BEAT, queue: 'another.extractor' }],
    ['foreign_queue', { ...BEAT, extractor_info: { ...INFO, unique_key: 'k1' } }],
    [
      'foreign_queue',
      { ...BEAT, queue: 'private.k2.ncsa.wordcount', extractor_info: { ...INFO, unique_key: 'k1' } },
    ],
    [
      'no_owner',
      { ...BEAT, queue: 'private.k1.ncsa.wordcount', extractor_info: { ...INFO, unique_key: 'k1' } },
    ],
    ['not_an_object', [BEAT]],
    ['too_deep', { ...BEAT, extractor_info: { ...INFO, deep: nested(80) } }],
  ])('%s: %j', (reason, beat) => {
    expect(parse(beat)).toMatchObject({ ok: false, reason });
  });

  test('reading a heartbeat never throws', () => {
    const value = fc.jsonValue({ depthSize: 'small' });
    const info = fc.dictionary(fc.constantFrom(...Object.keys(INFO), 'unique_key', 'labels'), value);
    const beat = fc.record({
      id: fc.oneof(value, fc.constant('i-1')),
      queue: fc.oneof(value, fc.constant('q')),
      owner: value,
      extractor_info: fc.oneof(
        value,
        info.map((also) => ({ ...INFO, ...also })),
      ),
    });
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      beat.map((any) => bytes(JSON.stringify(any))),
    );
    fc.assert(
      fc.property(body, fc.dictionary(fc.string(), value), (anything, headers) => {
        const read = parseHeartbeat(anything, { headers });
        expect(read.ok ? read.heartbeat.version : read.detail).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });
});

test('every recorded heartbeat can be read', () => {
  const folder = new URL('./recordings/', import.meta.url);
  const recordings = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(recordings.length).toBeGreaterThan(0);
  for (const recording of recordings) {
    const { heartbeats } = JSON.parse(readFileSync(new URL(recording, folder), 'utf8'));
    expect(heartbeats).toHaveLength(2);
    for (const { body } of heartbeats) expect(parsed(body).name).toBe(body.queue);
  }
});
