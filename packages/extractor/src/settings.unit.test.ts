import { expect, test } from 'vitest';
import { resolveSettings } from './settings.ts';

test('nothing given means this machine, no key, 15 s and 10 s', () => {
  expect(resolveSettings({}, {})).toEqual({
    url: 'http://127.0.0.1:9000',
    key: undefined,
    heartbeatMs: 15_000,
    graceMs: 10_000,
  });
});

test('the environment fills in what the options leave out, and an empty variable counts as none', () => {
  const env = { PAWPRINT_URL: 'https://pawprint.example.org/', PAWPRINT_KEY: '' };
  expect(resolveSettings({ graceSeconds: 0 }, env)).toMatchObject({
    url: 'https://pawprint.example.org',
    key: undefined,
    graceMs: 0,
  });
  expect(resolveSettings({ key: 'mine' }, { PAWPRINT_KEY: 'theirs' }).key).toBe('mine');
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
});
