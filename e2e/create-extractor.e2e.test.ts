import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  ADMIN,
  allEnded,
  createDatasetWith,
  followUntil,
  newDataDir,
  removeDataDir,
  startBoundProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { useServer } from './use-server.ts';

const server = useServer();
const run = promisify(execFile);
const npmEnv = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };

const emptyFolder = async (): Promise<string> => {
  const folder = await newDataDir();
  onTestFinished(() => removeDataDir(folder));
  return folder;
};

test('a project made by the server’s own package passes its test, builds, and does a job', async () => {
  const { url, client } = server();
  const name = 'e2e.created';
  const cwd = await emptyFolder();
  const maker = `${url}/sdk/create-pawprint-extractor.tgz`;
  const made = await run('npx', ['--yes', maker, name, '--url', url], { cwd, env: npmEnv });
  expect(made.stdout).toContain(`PAWPRINT_URL=${url}`);

  const project = { cwd: join(cwd, name), env: npmEnv };
  await run('npm', ['install', '--no-fund'], project);
  const tested = await run('npm', ['test'], project);
  expect(tested.stdout).toMatch(/pass 2\n[\s\S]*fail 0/);
  await run('npm', ['run', 'build'], project);

  const env = { PATH: process.env['PATH'] ?? '', PAWPRINT_URL: url, PAWPRINT_KEY: ADMIN.key };
  const running = startBoundProcess({ command: process.execPath, args: ['dist/main.js'], env }, project.cwd);
  onTestFinished(() => running.end('SIGKILL'));
  await running.output.waitFor(/at work for/);
  const { datasetId, fileIds } = await createDatasetWith(client, [{ name: 'a.txt', content: 'dry\nwet\n' }]);
  const jobs = await followUntil(client, { dataset_id: datasetId }, allEnded(1));
  expect([...jobs.values()].map(({ state, extractor }) => [state, extractor])).toEqual([['SUCCEEDED', name]]);
  const metadata = await client.call('listFileMetadata', { params: { id: fileIds[0] ?? '' } });
  expect(metadata?.map(({ content }) => content)).toEqual([{ lines: 2, bytes: 8 }]);
});

test('the command pawprint makes a project, too, and says how', async () => {
  const command = fileURLToPath(new URL('../packages/cli/bin/pawprint.mjs', import.meta.url));
  const folder = join(await emptyFolder(), 'mine');
  const env = { ...process.env, PAWPRINT_URL: server().url };
  const made = await run(process.execPath, [command, 'create-extractor', 'e2e.mine', folder], { env });
  expect(made.stdout).toContain('npm install');
  const help = await run(process.execPath, [command, 'create-extractor', '--help']);
  expect(help.stdout).toContain('Examples');
});
