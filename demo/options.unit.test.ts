import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('a key alone fills the server of this machine with 200 files', () => {
  expect(readOptions(['--key', 'k'], {})).toEqual({
    kind: 'run',
    options: { url: 'http://127.0.0.1:9000', credentials: { kind: 'key', key: 'k' }, files: 200 },
  });
});

test('the environment gives the address and the key', () => {
  const env = { PAWPRINT_URL: 'https://pawprint.example.org/', PAWPRINT_ADMIN_KEY: 'k' };
  expect(readOptions([], env)).toMatchObject({
    options: { url: 'https://pawprint.example.org', credentials: { kind: 'key', key: 'k' } },
  });
});

test('an e-mail and a password as options replace a key in the environment', () => {
  const args = ['--email', 'ada@example.org', '--password', 'secret'];
  expect(readOptions(args, { PAWPRINT_ADMIN_KEY: 'k' })).toMatchObject({
    options: { credentials: { kind: 'password', email: 'ada@example.org', password: 'secret' } },
  });
});

test('what is missing or wrong is named', () => {
  const messageOf = (...args: string[]) => {
    const read = readOptions(args, {});
    return read.kind === 'problem' ? read.message : read.kind;
  };
  expect(messageOf()).toMatch('Give --key, or --email and --password');
  expect(messageOf('--email', 'ada@example.org')).toMatch('Give --key');
  expect(messageOf('--key', 'k', '--files', '3')).toMatch('--files is “3”');
  expect(messageOf('--key', 'k', '--url', 'localhost')).toMatch('--url is “localhost”');
  expect(messageOf('--keys', 'k')).toMatch("Unknown option '--keys'");
  expect(messageOf('--help')).toBe('help');
});
