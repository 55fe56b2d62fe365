import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { isInstalled } from './install.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'packages/core': { version: '0.1.0' },
  'node_modules/@pawprint/core': {},
  'node_modules/pg': { version: '8.23.1' },
  'node_modules/sharp-for-another-system': { version: '1.0.0', optional: true },
};
const installed = {
  'node_modules/@pawprint/core': {},
  'node_modules/pg': { version: '8.23.1' },
};

test('packages for other systems may be missing', () => {
  expect(isInstalled(wanted, installed)).toBe(true);
});

test('any other package must be installed in its version', () => {
  expect(isInstalled(wanted, { ...installed, 'node_modules/pg': { version: '8.23.0' } })).toBe(false);
  expect(isInstalled({ ...wanted, 'node_modules/zod': { version: '4.0.0' } }, installed)).toBe(false);
});

test('a workspace package that is not linked yet is missing', () => {
  expect(isInstalled({ ...wanted, 'node_modules/@pawprint/new': {} }, installed)).toBe(false);
});

test('without any installed package the check fails', () => {
  expect(isInstalled(wanted, {})).toBe(false);
});

test('npm run demo installs what is missing first, and ends where that fails', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-install-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(new URL('..', import.meta.url), join(folder, 'scripts'), { recursive: true });
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  const npm = join(folder, 'npm-cli.js');
  await writeFile(npm, 'console.log(process.argv[2]); process.exit(1);');
  const { scripts } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));

  const demo = promisify(execFile)('sh', ['-c', scripts.demo], {
    cwd: folder,
    env: { PATH: process.env['PATH'], npm_execpath: npm },
  });
  await expect(demo).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Installing .*FAILED.*\ninstall\n$/),
  });
});
