import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCreate } from './run-create.ts';

/** A server that gives these bytes as the SDK. */
const serveSdk = async (sdk: string, status = 200): Promise<string> => {
  const server = createServer(({ url }, response) => {
    response.writeHead(url === '/sdk/pawprint-extractor.tgz' ? status : 404).end(sdk);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const emptyFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-create-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const run = async (args: readonly string[], env: Record<string, string> = {}) => {
  const written = { out: '', err: '' };
  const code = await runCreate(args, {
    env,
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
};

test('a project has the name, the SDK of the server, and files that begin with a dot', async () => {
  const folder = join(await emptyFolder(), 'project');
  const url = await serveSdk('packed');
  const { code, out } = await run(['Acme.line-count', folder, '--url', `${url}/`]);
  expect([code, out]).toEqual([0, expect.stringContaining(`PAWPRINT_URL=${url} `)]);
  expect((await readdir(folder)).toSorted()).toEqual([
    '.dockerignore',
    '.gitignore',
    'Dockerfile',
    'README.md',
    'package.json',
    'sdk',
    'src',
    'tsconfig.json',
  ]);
  const text = (path: string) => readFile(join(folder, path), 'utf8');
  expect(await text('sdk/pawprint-extractor.tgz')).toBe('packed');
  expect(await text('src/main.ts')).toContain("name: 'Acme.line-count'");
  // npm takes no capital letters.
  expect(JSON.parse(await text('package.json'))).toMatchObject({ name: 'acme.line-count' });
  expect(await text('README.md')).toContain(`${url}/extractors/new`);
  expect(await text('README.md')).not.toContain('http://127.0.0.1:9000');
});

test('a folder that is not empty is left as it is', async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'notes.txt'), 'mine');
  const { code, err } = await run(['a.b', folder], { PAWPRINT_URL: await serveSdk('packed') });
  expect([code, err]).toEqual([1, `${folder} is there already, and is not empty.\n`]);
  expect(await readdir(folder)).toEqual(['notes.txt']);
});

test('nothing is written where the server gives no SDK or cannot be reached', async () => {
  const folder = await emptyFolder();
  const refused = await run(['a.b', folder, '--url', await serveSdk('', 503)]);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('answered 503')]);
  const away = await run(['a.b', folder, '--url', 'http://127.0.0.1:1']);
  expect([away.code, away.err]).toEqual([1, expect.stringContaining('cannot be reached')]);
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  [[], /is not given/],
  [['new'], /name of a page/],
  [['line count'], /is no name of an extractor/],
  [['a.b', 'c', 'd'], /One name and one folder/],
  [['a.b', '--url', 'lab:9000'], /no address of a server/],
  [['a.b', '--colour'], /--colour/],
])('wrong arguments %j are said, with exit code 2', async (args, said) => {
  const { code, err } = await run(args);
  expect([code, err]).toEqual([2, expect.stringMatching(said)]);
});

test('the help has examples', async () => {
  const { code, out } = await run(['--help']);
  expect([code, out]).toEqual([0, expect.stringContaining('Examples\n  npx --yes')]);
});

test('the project is built with the TypeScript that Pawprint is built with', async () => {
  const read = async (path: string) =>
    JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8')) as {
      engines: unknown;
      devDependencies: Record<string, string>;
    };
  const [project, own] = await Promise.all([
    read('../assets/project/package.json'),
    read('../../../package.json'),
  ]);
  expect(own).toMatchObject({ engines: project.engines, devDependencies: project.devDependencies });
});
