import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEmptyDatabase, queryRows, temporaryFolder } from '@pawprint/testing/postgres';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { migrate } from './migrate.ts';

let folder: string;
let url: string;

beforeEach(async () => {
  const files = await temporaryFolder('closed');
  const database = await createEmptyDatabase();
  folder = files.path;
  url = database.url;
  onTestFinished(async () => {
    await database.drop();
    await files.remove();
  });
});

const write = (name: string, statements: string): Promise<void> => writeFile(join(folder, name), statements);

test('files are applied once, in the order of their numbers', async () => {
  await write('0002-more.sql', `insert into steps values ('second'); insert into steps values ('third');`);
  await write('0001-steps.sql', `create table steps (name text); insert into steps values ('first');`);
  expect(await migrate(url, { folder })).toEqual({
    ok: true,
    applied: ['0001-steps', '0002-more'],
    newer: [],
  });

  await write('0003-last.sql', `insert into steps values ('fourth')`);
  expect(await migrate(url, { folder })).toEqual({ ok: true, applied: ['0003-last'], newer: [] });
  expect(await migrate(url, { folder })).toEqual({ ok: true, applied: [], newer: [] });
  expect(await queryRows(url, 'select * from steps')).toEqual([['first'], ['second'], ['third'], ['fourth']]);
});

test('if one of several files fails, none is applied', async () => {
  await write('0001-good.sql', 'create table good ()');
  await write('0002-bad.sql', 'create table bad (); select * from nowhere');

  expect(await migrate(url, { folder })).toMatchObject({
    ok: false,
    message: '0002-bad failed: relation "nowhere" does not exist',
  });
  expect(await queryRows(url, `select to_regclass('good'), to_regclass('bad')`)).toEqual([[null, null]]);
});

test('a missing extension is named, with what to do', async () => {
  await write('0001-search.sql', 'create extension if not exists pg_missing');
  expect(await migrate(url, { folder })).toMatchObject({
    ok: false,
    message: expect.stringMatching(/"pg_missing" is not available\. .* run "create extension pg_missing"/),
  });
});

test('of two migrations at once only one applies files', async () => {
  await write('0001-once.sql', 'create table once (); select pg_sleep(0.1)');

  const results = await Promise.all([migrate(url, { folder }), migrate(url, { folder })]);
  expect(results).toContainEqual({ ok: true, applied: ['0001-once'], newer: [] });
  expect(results).toContainEqual({ ok: true, applied: [], newer: [] });
});

/** The database as the release after the one of `folder` leaves it. */
const migrateByNextRelease = async (newer: readonly string[]): Promise<void> => {
  const next = await temporaryFolder('closed');
  onTestFinished(() => next.remove());
  await writeFile(join(next.path, '0001-old.sql'), 'create table old ()');
  for (const name of newer) await writeFile(join(next.path, name), `create table of_${name.slice(0, 4)} ()`);
  expect(await migrate(url, { folder: next.path })).toMatchObject({ ok: true });
};

test('a database that the next release has migrated is accepted', async () => {
  await write('0001-old.sql', 'create table old ()');
  await migrateByNextRelease(['0002-more.sql', '0003-from-0.2.0-less.sql']);
  expect(await migrate(url, { folder, release: '0.2.4' })).toEqual({
    ok: true,
    applied: [],
    newer: ['0002-more', '0003-from-0.2.0-less'],
  });
});

test('a database without what this release still uses is refused', async () => {
  await write('0001-old.sql', 'create table old ()');
  await migrateByNextRelease(['0002-from-0.10.0-less.sql']);
  expect(await migrate(url, { folder, release: '0.9.0' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('0002-from-0.10.0-less'),
  });
  expect(await migrate(url, { folder, release: '0.10.0' })).toMatchObject({ ok: true });
});

test('a database that lacks a migration is refused, although the next release has migrated it', async () => {
  await write('0001-old.sql', 'create table old ()');
  await migrateByNextRelease(['0002-more.sql']);
  await write('0003-other.sql', 'create table other ()');
  expect(await migrate(url, { folder, release: '0.2.0' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('it has 0002-more'),
  });
  expect(await queryRows(url, `select to_regclass('other')`)).toEqual([[null]]);
});

test('a database of a newer release is refused unchanged', async () => {
  await write('0001-old.sql', 'create table old ()');
  await write('0002-newer.sql', 'create table newer ()');
  await migrate(url, { folder });
  const older = await temporaryFolder('closed');
  onTestFinished(() => older.remove());
  await writeFile(join(older.path, '0001-old.sql'), 'create table old ()');
  await writeFile(join(older.path, '0003-other.sql'), 'create table other ()');

  expect(await migrate(url, { folder: older.path })).toEqual({
    ok: false,
    message: expect.stringContaining('0002-newer'),
  });
  expect(await queryRows(url, `select to_regclass('other')`)).toEqual([[null]]);
});

test('a database made between releases is refused unchanged', async () => {
  await write('0001-old.sql', 'create table old ()');
  await write('0003-later.sql', 'create table later ()');
  await migrate(url, { folder });
  await write('0002-missed.sql', 'create table missed ()');
  await write('0004-newest.sql', 'create table newest ()');

  expect(await migrate(url, { folder })).toEqual({
    ok: false,
    message: expect.stringContaining('it lacks 0002-missed, but has later migrations'),
  });
  expect(await queryRows(url, `select to_regclass('missed'), to_regclass('newest')`)).toEqual([[null, null]]);
});

test('a file name without number is refused before any migration', async () => {
  await write('0001-good.sql', 'create table good ()');
  await write('later.sql', 'create table later ()');

  await expect(migrate(url, { folder })).rejects.toThrow(/later\.sql is not named NNNN-name\.sql/);
  expect(await queryRows(url, `select to_regclass('good')`)).toEqual([[null]]);
});

test('a migration has no statement timeout', async () => {
  await write(
    '0001-time-limit.sql',
    `create table time_limit as select current_setting('statement_timeout') as value`,
  );
  await migrate(url, { folder });

  expect(await queryRows(url, 'select value from time_limit')).toEqual([['0']]);
});
