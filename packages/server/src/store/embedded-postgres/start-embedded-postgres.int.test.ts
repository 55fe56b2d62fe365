import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { queryRows, type TemporaryFolder, temporaryFolder } from '@pawprint/testing/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

let folder: TemporaryFolder;
let postgres: EmbeddedPostgres;
beforeAll(async () => {
  folder = await temporaryFolder('closed');
  process.env['PAWPRINT_ADMIN_PASSWORD'] = 'a secret';
  postgres = await startEmbeddedPostgres({ dataDir: folder.path });
});
afterAll(async () => {
  await postgres.stop();
  delete process.env['PAWPRINT_ADMIN_PASSWORD'];
  await folder.remove();
});

test('keeps what was committed from one start to the next', async () => {
  await queryRows(postgres.url, 'create table notes as select 42 as answer');
  await postgres.stop();

  postgres = await startEmbeddedPostgres({ dataDir: folder.path });
  expect(await queryRows(postgres.url, 'select answer from notes')).toEqual([[42]]);
});

test('is UTF-8 with a collation that is the same on every machine, and safe against power cuts', async () => {
  expect(
    await queryRows(
      postgres.url,
      `select pg_encoding_to_char(encoding), datlocprovider, datlocale, current_setting('fsync'),
         current_setting('full_page_writes'), current_setting('data_checksums'), current_setting('jit')
       from pg_database where datname = current_database()`,
    ),
  ).toEqual([['UTF8', 'b', 'C.UTF-8', 'on', 'on', 'on', 'off']]);
});

test('is reached only over loopback and with its password', async () => {
  const wrongPassword = new URL(postgres.url);
  wrongPassword.password = 'guessed';
  const otherAddress = new URL(postgres.url);
  otherAddress.hostname = '127.0.0.2';

  await expect(queryRows(wrongPassword.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  await expect(queryRows(otherAddress.href, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await queryRows(postgres.url, `select current_setting('unix_socket_directories')`)).toEqual([['']]);
  expect(statSync(join(folder.path, 'postgres', 'credentials.json')).mode & 0o777).toBe(0o600);
});

test('does not run as root', () => {
  expect(statSync(`/proc/${postgres.pid}`).uid).not.toBe(0);
});

test('gets no environment variables of the server', () => {
  expect(readFileSync(`/proc/${postgres.pid}/environ`, 'utf8')).not.toContain('PAWPRINT');
});
