import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { queryRows, startHolder, temporaryFolder } from '@pawprint/testing/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { findBinaryPackage } from './postgres-binaries.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './start-embedded-postgres.ts';

const UNPRIVILEGED = { uid: 65534, gid: 65534 };

async function folder(access: 'closed' | 'open'): Promise<string> {
  const { path, remove } = await temporaryFolder(access);
  onTestFinished(remove);
  return path;
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(options);
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** As npm leaves it with --ignore-scripts. */
function packageWithoutLinks(parent: string): string {
  const copy = join(parent, 'package');
  cpSync(findBinaryPackage(), copy, { recursive: true, verbatimSymlinks: true });
  const links: { target: string }[] = JSON.parse(
    readFileSync(join(copy, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const { target } of links) rmSync(join(copy, target), { force: true });
  return copy;
}

test('programs and data can be below a closed home directory', async () => {
  const home = await folder('closed');
  const binaryPackage = join(home, 'package');
  cpSync(findBinaryPackage(), binaryPackage, { recursive: true, verbatimSymlinks: true });
  const closed = join(home, 'copies');
  const placesForBinaries = [closed, await folder('open')];
  const options = { dataDir: join(home, 'data'), binaryPackage, placesForBinaries };

  const first = await start(options);
  await queryRows(first.url, 'create table notes ()');
  await first.stop();
  const second = await start(options);
  expect(await queryRows(second.url, 'select count(*)::int from notes')).toEqual([[0]]);
  expect(existsSync(closed) ? readdirSync(closed) : []).toEqual([]);
});

test('an ordinary user can run incomplete programs of another user', async () => {
  const parent = await folder('open');
  const dataDir = join(parent, 'data');
  mkdirSync(dataDir);
  const account = process.getuid?.() === 0 ? UNPRIVILEGED : undefined;
  if (account) chownSync(dataDir, account.uid, account.gid);
  const binaryPackage = packageWithoutLinks(parent);
  chmodSync(join(binaryPackage, 'native', 'lib'), 0o555);

  const holder = await startHolder({ dataDir, account, binaryPackage });
  onTestFinished(() => holder.end('SIGTERM'));
  expect(await queryRows(holder.url(), 'select 1')).toEqual([[1]]);
});

test('missing links between libraries are created', async () => {
  const parent = await folder('open');
  const binaryPackage = packageWithoutLinks(parent);

  const { url } = await start({ dataDir: join(parent, 'data'), binaryPackage, placesForBinaries: [] });
  expect(await queryRows(url, 'select 1')).toEqual([[1]]);
});

test('without a usable libc the error asks for DATABASE_URL', async () => {
  const parent = await folder('open');
  const binaryPackage = join(parent, 'package');
  mkdirSync(join(binaryPackage, 'native', 'bin'), { recursive: true });
  writeFileSync(join(binaryPackage, 'native', 'pg-symlinks.json'), '[]');
  // As a program built for glibc is on musl: there, but with a loader that is not.
  writeFileSync(join(binaryPackage, 'native', 'bin', 'postgres'), '#!/lib/no-such-loader\n', {
    mode: 0o755,
  });

  await expect(startEmbeddedPostgres({ dataDir: join(parent, 'data'), binaryPackage })).rejects.toMatchObject(
    {
      problem: 'unsupported-machine',
      message: expect.stringMatching(/glibc.*DATABASE_URL/),
    },
  );
});

test('a cluster of another PostgreSQL version is refused and left alone', async () => {
  const dataDir = await folder('closed');
  await (await start({ dataDir })).stop();
  const versionFile = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
  writeFileSync(versionFile, '17\n');

  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ problem: 'unusable-cluster' });
  expect(readFileSync(versionFile, 'utf8')).toBe('17\n');
});

test('an interrupted creation is started again', async () => {
  const dataDir = await folder('closed');
  const draft = join(dataDir, 'postgres', 'draft-1');
  mkdirSync(join(draft, 'cluster'), { recursive: true });
  writeFileSync(join(draft, 'cluster', 'PG_VERSION'), '18\n');

  const { url } = await start({ dataDir });
  expect(await queryRows(url, 'select 1')).toEqual([[1]]);
  expect(existsSync(draft)).toBe(false);
});
