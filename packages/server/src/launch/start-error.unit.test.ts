import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { resolveConfig } from '../config/config.ts';
import { EmbeddedPostgresError } from '../store/embedded-postgres/embedded-postgres-error.ts';
import { explainStartFailure, StartError } from './start-error.ts';

const configOf = (env: Readonly<Record<string, string>> = {}) => {
  const result = resolveConfig({ PAWPRINT_DATA_DIR: '/data', ...env });
  if (!result.ok) throw new Error('wrongly configured');
  return result.config;
};

test.each([
  ['ENOSPC', 'its disk is full'],
  ['EROFS', 'its file system is read-only'],
  ['EACCES', 'this user has no permission'],
  ['ENOTDIR', 'there is a file in its place'],
])('%s names the data directory, the reason and the file', (code, reason) => {
  const error = Object.assign(new Error(code), { code, path: '/data/blobs' });
  expect(explainStartFailure(error, configOf())).toEqual(
    new StartError(
      `The data directory /data cannot be used: ${reason} (/data/blobs). ` +
        'Repair that, or set PAWPRINT_DATA_DIR to another directory.',
    ),
  );
});

test('a refusal of the database says which database it was', () => {
  const error = new DatabaseError('permission denied for schema public', 0, 'error');
  const databaseUrl = { DATABASE_URL: 'postgresql://user:secret@db.example.org/pawprint' };
  expect(explainStartFailure(error, configOf())).toEqual(
    new StartError(
      'The embedded database refuses what the start needs: permission denied for schema public.',
    ),
  );
  expect(explainStartFailure(error, configOf(databaseUrl))).toMatchObject({
    message: expect.stringContaining('The database in DATABASE_URL refuses'),
  });
});

test('an unexpected error, or one with a sentence, is not changed', () => {
  const errors = [
    new StartError('a sentence'),
    new EmbeddedPostgresError('failed', 'a sentence'),
    new TypeError('x is not a function'),
  ];
  for (const error of errors) expect(explainStartFailure(error, configOf())).toBe(error);
});
