import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServerProcess } from '@pawprint/testing';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** An empty folder into which the release is installed as anybody would. */
const installRelease = async (): Promise<string> => {
  await run(process.execPath, [join(ROOT, 'scripts/pack.mjs')]);
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  // Open, since the embedded PostgreSQL runs as another user than root.
  const folder = await temporaryFolder('open');
  onTestFinished(folder.remove);
  const options = ['--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...options, join(ROOT, `dist/pawprint-${version}.tgz`)], { cwd: folder.path });
  return folder.path;
};

test('the release tarball installs into an empty folder and starts without a build', async () => {
  const folder = await installRelease();
  const command = join(folder, 'node_modules/.bin/pawprint');
  const [help, settings] = await Promise.all([run(command, ['--help']), run(command, ['start', '--help'])]);
  expect(help.stdout).toMatch(/starts a server[\s\S]*pawprint backup FOLDER[\s\S]*Examples/);
  expect(settings.stdout).toContain('PAWPRINT_DATA_DIR');
  const creating = await run(command, ['create-extractor', '--help']);
  expect(creating.stdout).toContain('create-pawprint-extractor NAME');

  const dataDir = join(folder, 'data');
  const server = await startServerProcess({
    main: command,
    dataDir,
    env: { PAWPRINT_SAMPLE_EXTRACTORS: 'on' },
  });
  onTestFinished(() => server.kill());
  const [health, page, sdk] = await Promise.all([
    fetch(`${server.url}/api/health`),
    fetch(server.url, { headers: { accept: 'text/html' } }),
    fetch(`${server.url}/sdk/pawprint-extractor.tgz`),
  ]);
  expect([sdk.status, sdk.headers.get('content-type')]).toEqual([200, 'application/gzip']);
  expect(await health.json()).toEqual({ status: 'ok' });
  expect(await page.text()).toContain('<script type="module"');
  await expect
    .poll(async () => (await server.client.call('showReadiness', {}))?.checks)
    .toMatchObject({ sample_extractors: { ok: true } });

  const backup = join(folder, 'backup');
  await run(command, ['backup', backup], { env: { ...process.env, PAWPRINT_DATA_DIR: dataDir } });
  expect(await readFile(join(backup, 'SHA256SUMS'), 'utf8')).toContain('backup.json');
  expect(await server.stop()).toBe(0);
});
