import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const name of ['lab.count', 'lab.preview'])
    await server.client.call('registerExtractor', {
      body: { name, version: '1.0', process: { file: ['text/*'] } },
    });
});
afterAll(() => server.stop());

const extractors = async (...args: string[]) => {
  const output = { text: '', write: (text: string) => void (output.text += text) };
  const environment = { PAWPRINT_URL: server.url, PAWPRINT_KEY: server.adminKey };
  const terminal = { environment, stdout: output, stderr: output };
  const code = await runCommand(['extractors', ...args], terminal);
  return { code, text: output.text };
};

const show = (name: string) => server.client.call('showExtractor', { params: { name } });

test('extractors are listed as a table', async () => {
  const { code, text } = await extractors();
  expect(code).toBe(0);
  expect(text).toMatch(/^NAME +VERSION +STATE +INSTANCES +WAITING +RUNNING$/m);
  expect(text).toMatch(/^lab\.count +1\.0 +on +none +0 +0$/m);
});

test('a pause keeps its reason until the extractor is resumed', async () => {
  const paused = await extractors('pause', 'lab.count', '--reason', 'new disks');
  expect(paused).toMatchObject({ code: 0, text: expect.stringMatching(/^State: +paused$/m) });
  expect(paused.text).toMatch(/^Reason: +new disks$/m);
  expect(await show('lab.count')).toMatchObject({ dispatch_paused: { reason: 'new disks' } });
  expect((await extractors('resume', 'lab.count')).text).toMatch(/^State: +on$/m);
  expect(await show('lab.count')).toMatchObject({ dispatch_paused: null });
});

test('an extractor is switched off and on', async () => {
  expect((await extractors('disable', 'lab.preview')).text).toMatch(/^State: +off$/m);
  expect(await show('lab.preview')).toMatchObject({ enabled: false });
  expect((await extractors('enable', 'lab.preview')).text).toMatch(/^Runs on: +text\/\*$/m);
  expect(await show('lab.preview')).toMatchObject({ enabled: true });
});

test('a version is marked as superseded and restored, and its mark is listed', async () => {
  const marked = await extractors('supersede', 'lab.preview', '1.0', '--reason', 'wrong units');
  expect(marked).toMatchObject({ code: 0, text: expect.stringMatching(/by .*: wrong units$/m) });
  expect((await extractors('versions', 'lab.preview')).text).toMatch(/^1\.0 .*: wrong units$/m);
  expect((await extractors('restore', 'lab.preview', '1.0')).text).not.toContain('wrong units');
  const unknown = await extractors('supersede', 'lab.preview', '7.0');
  expect(unknown).toMatchObject({
    code: 1,
    text: expect.stringContaining('lab.preview has no version 7.0.'),
  });
});

test('--json prints what the server answers', async () => {
  const { text } = await extractors('show', 'lab.count', '--json');
  expect(JSON.parse(text)).toMatchObject({ name: 'lab.count', process: { file: ['text/*'] } });
  expect(JSON.parse((await extractors('list', '--json')).text)).toHaveLength(2);
});

test('an extractor that does not exist fails with the reason of the server', async () => {
  const { code, text } = await extractors('pause', 'lab.none');
  expect(code).toBe(1);
  expect(text).toContain('extractor_not_found');
  expect(text).not.toContain('Run the same command again');
});
