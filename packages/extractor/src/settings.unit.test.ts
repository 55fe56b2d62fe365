import { expect, test } from 'vitest';
import { resolveSettings } from './settings.ts';

const RABBIT = 'amqp://ada:secret@broker/%2f';

test('the default is this machine over HTTP without a key', () => {
  expect(resolveSettings({}, {})).toEqual({
    lane: { kind: 'http', url: 'http://127.0.0.1:9000', key: undefined },
    heartbeatMs: 15_000,
    graceMs: 10_000,
    notice: undefined,
  });
});

test('the environment fills in what the options leave out, and an empty variable counts as none', () => {
  const env = { PAWPRINT_URL: 'https://pawprint.example.org/', PAWPRINT_KEY: '', RABBITMQ_URI: '' };
  expect(resolveSettings({ graceSeconds: 0 }, env)).toMatchObject({
    lane: { url: 'https://pawprint.example.org', key: undefined },
    graceMs: 0,
  });
  expect(resolveSettings({ key: 'mine' }, { PAWPRINT_KEY: 'theirs' }).lane).toMatchObject({ key: 'mine' });
});

test("a broker's address alone means RabbitMQ, with pyClowder's defaults", () => {
  expect(resolveSettings({}, { RABBITMQ_URI: RABBIT })).toEqual({
    lane: {
      kind: 'rabbitmq',
      broker: { uris: [RABBIT], tls: {} },
      queue: undefined,
      clowderUrl: undefined,
      owner: undefined,
      maxRetries: 10,
    },
    heartbeatMs: 300_000,
    graceMs: 10_000,
    notice: undefined,
  });
});

test("pyClowder's variables are read", () => {
  const env = {
    RABBITMQ_URI: RABBIT,
    RABBITMQ_QUEUE: 'lines.test',
    CLOWDER_URL: 'http://clowder:9000/',
    EXTRACTOR_KEY: 'k1',
    CLOWDER_EMAIL: 'ada@example.org',
    MAX_RETRY: '2',
    HEARTBEAT: '60',
  };
  expect(resolveSettings({}, env)).toMatchObject({
    lane: {
      queue: 'lines.test',
      clowderUrl: 'http://clowder:9000',
      owner: { key: 'k1', email: 'ada@example.org' },
      maxRetries: 2,
    },
    heartbeatMs: 60_000,
  });
});

test('an option wins over a variable, and PAWPRINT_URL over RABBITMQ_URI with a notice', () => {
  const both = { PAWPRINT_URL: 'http://pawprint', RABBITMQ_URI: RABBIT };
  const laneOf = (options: Parameters<typeof resolveSettings>[0]) => resolveSettings(options, both).lane.kind;
  expect(laneOf({})).toBe('http');
  expect(laneOf({ url: 'http://other' })).toBe('http');
  expect(laneOf({ rabbitmq: { uri: RABBIT } })).toBe('rabbitmq');
  expect(laneOf({ rabbitmq: { maxRetries: 1 } })).toBe('http');
  expect(resolveSettings({}, both).notice).toBe('PAWPRINT_URL is set, so RABBITMQ_URI is not used.');
  expect(() => laneOf({ url: 'http://other', rabbitmq: { uri: RABBIT } })).toThrow('exclude each other');
});

test('a wrong value is refused with its name, the value and what is expected', () => {
  for (const url of ['nonsense', 'ftp://example.org', 'localhost:9000'])
    expect(() => resolveSettings({ url }, {})).toThrow(
      `PAWPRINT_URL (or the option url) is “${url}”; expected`,
    );
  expect(() => resolveSettings({ heartbeatSeconds: 0 }, {})).toThrow(
    'heartbeatSeconds is 0; expected are 1 to 3600',
  );
  expect(() => resolveSettings({ graceSeconds: Number.NaN }, {})).toThrow('graceSeconds is NaN');
  const rabbit = (env: Record<string, string>) => () => resolveSettings({}, { RABBITMQ_URI: RABBIT, ...env });
  expect(rabbit({ HEARTBEAT: 'often' })).toThrow('HEARTBEAT is NaN');
  expect(rabbit({ MAX_RETRY: '-1' })).toThrow('MAX_RETRY (or the option rabbitmq.maxRetries) is -1');
  expect(rabbit({ CLOWDER_URL: 'clowder' })).toThrow('CLOWDER_URL');
  expect(rabbit({ EXTRACTOR_KEY: 'k1' })).toThrow('CLOWDER_EMAIL must name its owner');
});

test("a wrong broker's address is refused without repeating the password in it", () => {
  const uri = 'http://ada:secret@broker';
  const refusal = () => resolveSettings({}, { RABBITMQ_URI: uri });
  expect(refusal).toThrow('RABBITMQ_URI');
  expect(refusal).not.toThrow('secret');
});
