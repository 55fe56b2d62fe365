import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageProperties } from './message-properties.ts';
import { BODY_LIMIT_BYTES } from './read-body.ts';
import { parseStatusMessage, statusBody } from './status-message.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const REPORT = {
  file_id: 'f1',
  extractor_id: 'ncsa.wordcount',
  job_id: '11111111-1111-7111-8111-111111111111',
  status: 'StatusMessage.processing: Downloading file.',
  start: '2026-11-24T01:52:13-00:00',
  message_type: 'StatusMessage.processing',
  message: 'Downloading file.',
};

const UNUSABLE = { message: '', extractor: 'unknown', reportedAt: null, progress: 0 };

const parse = (fields: object, properties: MessageProperties = {}) =>
  parseStatusMessage(bytes(JSON.stringify(fields)), properties);

const parsed = (fields: object, properties: MessageProperties = {}) => {
  const read = parse(fields, properties);
  if (!read.ok) throw new Error(`${read.reason}: ${read.detail}`);
  return read.status;
};

/** As an old client sends it: a text, and no message_type. */
const kindOf = (status: unknown) => {
  const { kind, message } = parsed({ file_id: 'f1', extractor_id: 'x', status });
  return [kind, message];
};

test('a report of pyClowder is parsed', () => {
  expect(parsed(REPORT, { correlationId: '22222222-2222-4222-8222-222222222222' })).toEqual({
    kind: 'PROCESSING',
    message: 'Downloading file.',
    extractor: 'ncsa.wordcount',
    fileId: 'f1',
    jobId: '11111111-1111-7111-8111-111111111111',
    reported: '2026-11-24T01:52:13-00:00',
    reportedAt: Date.UTC(2026, 10, 24, 1, 52, 13),
    reportId: null,
    correlationId: '22222222-2222-4222-8222-222222222222',
    instanceId: null,
    extractorVersion: null,
    attempt: null,
  });
});

describe('the kind and the message of a report', () => {
  test.each([
    ['start', 'STARTED'],
    ['processing', 'PROCESSING'],
    ['done', 'SUCCEEDED'],
    ['skip', 'SKIPPED'],
    ['error', 'ERROR'],
    ['retry', 'RESUBMITTED'],
  ] as const)('StatusMessage.%s is %s, by its type or by its text', (member, kind) => {
    const message = 'so it goes: 50% done';
    const body = statusBody({
      resourceId: 'f1',
      extractor: 'x',
      jobId: null,
      member,
      message,
      at: new Date(0),
    });
    expect(parsed(body)).toMatchObject({ kind, message });
    expect(kindOf(body.status)).toEqual([kind, message]);
  });

  test('the type takes precedence over the text', () => {
    expect(parsed({ ...REPORT, message_type: 'StatusMessage.done' }).kind).toBe('SUCCEEDED');
    expect(parsed({ ...REPORT, message_type: 'PROCESSING', status: 'DONE' }).kind).toBe('PROCESSING');
    expect(parsed({ ...REPORT, message_type: 'no such type', status: 'DONE' }).kind).toBe('SUCCEEDED');
  });

  test.each([
    ['SUCCEEDED: 3 words', 'SUCCEEDED', '3 words'],
    ['ERROR: disk full: /tmp', 'ERROR', 'disk full: /tmp'],
    ['SUBMITTED', 'SUBMITTED', 'SUBMITTED'],
    ['Done', 'SUCCEEDED', 'Done'],
    ['DONE', 'SUCCEEDED', 'DONE'],
    ['done.', 'SUCCEEDED', 'done.'],
    ['Done processing.', 'SUCCEEDED', 'Done processing.'],
    ['Started processing.', 'STARTED', 'Started processing.'],
    ['skipped', 'SKIPPED', 'skipped'],
    ['50% done', 'PROCESSING', '50% done'],
    ['Done with page 3', 'PROCESSING', 'Done with page 3'],
    ['abandoned', 'PROCESSING', 'abandoned'],
    ['StatusMessage.unknown: kind', 'PROCESSING', 'StatusMessage.unknown: kind'],
    ['Note: this is no prefix', 'PROCESSING', 'Note: this is no prefix'],
    [7, 'PROCESSING', '7'],
  ])('the text %j is %s', (status, kind, message) => {
    expect(kindOf(status)).toEqual([kind, message]);
  });

  test.each([
    [{ words: 3 }, '{"words":3}'],
    [[1, 2], '[1,2]'],
    [0.5, '0.5'],
    [true, 'true'],
    [null, 'Downloading file.'],
    ['', 'Downloading file.'],
    [undefined, 'Downloading file.'],
  ])('a message of %j is read as %j', (message, text) => {
    expect(parsed({ ...REPORT, message }).message).toBe(text);
  });

  test('20 kB of text are cut at 20,000 characters, and the cut is marked', () => {
    expect(parsed({ ...REPORT, message: 'x'.repeat(20_000) }).message).toBe('x'.repeat(20_000));
    expect(parsed({ ...REPORT, message: 'x'.repeat(20_480) }).message).toBe(
      `${'x'.repeat(20_000)} … (480 characters more)`,
    );
    expect(parsed({ ...REPORT, message: `${'x'.repeat(19_999)}🎉` }).message).toBe(
      `${'x'.repeat(19_999)} … (2 characters more)`,
    );
  });

  test('NUL is kept and bytes that are not UTF-8 become U+FFFD', () => {
    expect(parsed({ ...REPORT, message: 'a\0b' }).message).toBe('a\0b');
    const latin1 = Uint8Array.from(Buffer.from(JSON.stringify({ ...REPORT, message: 'größe' }), 'latin1'));
    const read = parseStatusMessage(latin1, {});
    expect(read.ok && read.status.message).toBe('gr\uFFFD\uFFFDe');
  });
});

describe('the time of a report', () => {
  test.each([
    ['2026-11-24T07:26:21+05:50', null],
    ['2026-11-24T07:26:21+05:75', null],
    ['2026-11-24T01:54:22-06:00', null],
    ['2026-11-24 01:54:22', null],
    ['yesterday', null],
    ['2026-11-24T01:54:22Z', Date.UTC(2026, 10, 24, 1, 54, 22)],
    ['2026-11-24T01:54:22+0000', Date.UTC(2026, 10, 24, 1, 54, 22)],
    ['+275760-01-01T00:00:00Z', null],
  ])('%s is kept as text, and parsed only in UTC', (start, at) => {
    expect(parsed({ ...REPORT, start })).toMatchObject({ reported: start, reportedAt: at });
  });

  test('is the AMQP timestamp if there is one', () => {
    expect(parsed(REPORT, { timestamp: 1_800_000_000 }).reportedAt).toBe(1_800_000_000_000);
    expect(parsed({ ...REPORT, start: 7 }, { timestamp: 'now' })).toMatchObject({
      reported: null,
      reportedAt: null,
    });
  });
});

describe('the headers of our SDK', () => {
  const headers = { 'x-pawprint-instance': 'i-1', 'x-pawprint-version': '2.1', 'x-pawprint-attempt': 2 };
  const messageId = 'ABCDEF00-0000-4000-8000-000000000000';

  test('have the instance, the version, the attempt and the report id', () => {
    expect(parsed(REPORT, { headers, messageId })).toMatchObject({
      instanceId: 'i-1',
      extractorVersion: '2.1',
      attempt: 2,
      reportId: messageId.toLowerCase(),
    });
  });

  test('distinguish log lines and progress within processing', () => {
    expect(
      parsed(REPORT, { headers: { 'x-pawprint-kind': 'LOG', 'x-pawprint-level': 'warn' } }),
    ).toMatchObject({ kind: 'LOG', level: 'warn' });
    expect(
      parsed(REPORT, { headers: { 'x-pawprint-kind': 'PROGRESS', 'x-pawprint-progress': '0.25' } }),
    ).toMatchObject({ kind: 'PROGRESS', progress: 0.25 });
  });

  test('say which lines were dropped in the place of a log line', () => {
    const dropped = { by_level: { info: 1_204 }, silent_ms: 12_000 };
    const headers = { 'x-pawprint-kind': 'LOG', 'x-pawprint-lines-dropped': JSON.stringify(dropped) };
    expect(parsed(REPORT, { headers }).linesDropped).toEqual(dropped);
  });

  test('do not turn another report into an end, or the reverse', () => {
    expect(parsed(REPORT, { headers: { 'x-pawprint-kind': 'SUCCEEDED' } }).kind).toBe('PROCESSING');
    const end = { ...REPORT, message_type: 'StatusMessage.done' };
    expect(
      parsed(end, { headers: { 'x-pawprint-kind': 'LOG', 'x-pawprint-cancelled': 'true' } }),
    ).toMatchObject({ kind: 'SUCCEEDED', confirmsCancel: true });
  });

  test.each([
    [{ 'x-pawprint-attempt': 0 }],
    [{ 'x-pawprint-attempt': '2' }],
    [{ 'x-pawprint-attempt': 1.5 }],
    [{ 'x-pawprint-instance': 7, 'x-pawprint-version': {} }],
    [{ 'x-pawprint-kind': 'LOG', 'x-pawprint-level': 'loud' }],
    [{ 'x-pawprint-kind': 'LOG', 'x-pawprint-lines-dropped': '{"by_level":{"info":-1},"silent_ms":0}' }],
    [{ 'x-pawprint-kind': 'LOG', 'x-pawprint-lines-dropped': 'many' }],
    [{ 'x-pawprint-kind': 'PROGRESS', 'x-pawprint-progress': '2' }],
    [{ 'x-pawprint-kind': 'PROGRESS', 'x-pawprint-progress': '' }],
  ])('are ignored if they make no sense: %j', (wrong) => {
    const status = parsed(REPORT, { headers: wrong, messageId: 'no uuid' });
    expect(status).toMatchObject({ attempt: null, instanceId: null, extractorVersion: null, reportId: null });
    expect(status.level).toBeUndefined();
    expect(status.progress).toBeUndefined();
    expect(status.linesDropped).toBeUndefined();
  });
});

describe('an unusable report', () => {
  test.each([
    ['not_json', 'Started processing.'],
    ['not_json', ''],
    ['not_json', '{"file_id": "f1"\0}'],
    ['not_json', '{"message": NaN}'],
    ['not_an_object', '[]'],
    ['not_an_object', 'null'],
    ['not_an_object', '7'],
    ['no_extractor', '{"status": "Done"}'],
    ['no_extractor', '{"extractor_id": {}, "status": "Done"}'],
    ['malformed_job_id', '{"extractor_id": "x", "job_id": 7, "status": "Done"}'],
    ['says_nothing', '{"extractor_id": "x", "job_id": null, "status": null}'],
    ['too_large', JSON.stringify('x'.repeat(BODY_LIMIT_BYTES))],
    [
      'too_deep',
      `{"extractor_id": "x", "status": "Done", "message": ${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
    ],
  ])('%s: %.60s', (reason, body) => {
    expect(parseStatusMessage(bytes(body), {})).toMatchObject({ ok: false, reason });
  });

  test('reading a report never throws', () => {
    const value = fc.jsonValue({ depthSize: 'small' });
    const keys = [...Object.keys(REPORT), 'anything'];
    const object = fc
      .dictionary(fc.constantFrom(...keys), value)
      .map((fields) => bytes(JSON.stringify({ ...REPORT, ...fields })));
    const header = fc.oneof(value, fc.uint8Array(), fc.bigInt(), fc.constant(undefined));
    const headers = fc.dictionary(fc.constantFrom('x-pawprint-kind', 'x-pawprint-progress', 'x-any'), header);
    const properties = fc.record(
      { headers, correlationId: value, messageId: value, timestamp: fc.oneof(value, fc.double()) },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      value.map((any) => bytes(JSON.stringify(any))),
      object,
    );
    fc.assert(
      fc.property(body, properties, (anything, beside) => {
        const read = parseStatusMessage(anything, beside);
        const { message, extractor, reportedAt, progress = 0 } = read.ok ? read.status : UNUSABLE;
        expect(typeof message).toBe('string');
        expect(extractor).not.toBe('');
        expect(reportedAt ?? 1).toBeGreaterThan(0);
        expect(Math.min(1, Math.max(0, progress))).toBe(progress);
        expect(read).not.toMatchObject({ detail: '' });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('recorded reports of pyClowder', () => {
  const folder = new URL('./recordings/', import.meta.url);
  const kinds = (recording: string): string[] => {
    const { replies } = JSON.parse(readFileSync(new URL(`${recording}.json`, folder), 'utf8'));
    return replies.map(({ body }: { body: object }) => parsed(body).kind);
  };
  const lines = (count: number): string[] => Array.from({ length: count }, () => 'PROCESSING');
  const success = ['STARTED', ...lines(4), 'SUCCEEDED'];
  const failure = (count: number): string[] => ['STARTED', ...lines(count), 'RESUBMITTED'];
  const expected: Readonly<Record<string, readonly string[]>> = {
    abort: ['STARTED', 'PROCESSING', 'ERROR'],
    'crash-then-redelivered': ['STARTED', ...lines(2), 'STARTED', ...lines(3), 'SUCCEEDED'],
    'flaky-then-ok': [...failure(2), ...failure(2), 'STARTED', ...lines(2), 'SUCCEEDED'],
    'manual-submission': success,
    skip: ['STARTED', 'SKIPPED', 'SUCCEEDED'],
    // "10% done" … "100% done" among them.
    'slow-progress': ['STARTED', ...lines(11), 'SUCCEEDED'],
    'test-file-extractor': Array.from({ length: 7 }, () => failure(2)).flat(),
    wordcount: success,
    'wordcount-no-job-id': success,
  };

  test('every recording in the folder is tested', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(names.toSorted()).toEqual(
      Object.keys(expected)
        .map((name) => `${name}.json`)
        .toSorted(),
    );
  });

  test.each(Object.entries(expected))('%s', (recording, kindsExpected) => {
    expect(kinds(recording)).toEqual(kindsExpected);
  });
});
