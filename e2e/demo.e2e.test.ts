import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Client, createClient, type Job } from '@pawprint/protocol';
import { ADMIN, readLines } from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { useServer } from './use-server.ts';

const server = useServer(() => ({ env: { PAWPRINT_LEASE_SECONDS: '10' } }));
const SIGN_IN = ['--email', ADMIN.email, '--password', ADMIN.password];
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What `npm run demo` runs. */
const startDemo = (...args: string[]) => {
  const node = ['--conditions=pawprint-source', '--import', 'tsx', 'demo/main.ts', ...args];
  const demo = spawn(process.execPath, node, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void demo.kill());
  return {
    output: readLines(demo.stdout, demo.stderr),
    exited: once(demo, 'close'),
    interrupt: () => void demo.kill('SIGINT'),
  };
};

const listJobs = async (client: Client): Promise<readonly Job[]> =>
  (await client.call('listJobs', { query: { limit: 200 } }))?.items ?? [];

test('the demo creates jobs with every outcome and prints their addresses', async () => {
  const { client, url } = server();
  const { output, exited } = startDemo('--url', url, ...SIGN_IN, '--files', '12');
  await exited;
  expect(output.text()).toContain('Worth a look:');
  const jobOf = async (what: string) => {
    const [, id = ''] = output.text().match(new RegExp(`${what} +${url}/jobs/(\\S+)`)) ?? [];
    return client.call('showJob', { params: { id } });
  };

  const states = new Set((await listJobs(client)).map(({ state }) => state));
  expect(states).toEqual(new Set(['SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'QUEUED']));
  const lost = await jobOf('A job that lost an attempt');
  expect(lost?.attempts.map(({ outcome }) => outcome)).toEqual(['LOST', 'SUCCEEDED']);
  const again = await jobOf('A job that was tried again');
  expect(again?.attempts[0]?.outcome).toBe('RESUBMITTED');
  expect(await jobOf('A cancelled job')).toMatchObject({ state: 'CANCELLED', progress: expect.any(Number) });
  const longLog = await jobOf('A job with 20,000 lines');
  expect(longLog).toMatchObject({ state: 'SUCCEEDED', parameters: { logRows: true } });
  const lastRow = { params: { id: longLog?.id ?? '' }, query: { q: 'Row 20000:' } };
  expect((await client.call('listJobEvents', lastRow))?.items).toHaveLength(1);

  const datasets = await client.call('listDatasets', { query: {} });
  // The manifest that an extractor wrote is one more file in each.
  expect(datasets?.map(({ file_count }) => file_count).toSorted((a, b) => a - b)).toEqual([2, 3, 3, 4, 5]);
});

test('an interrupted demo deletes the API key it has made', async () => {
  const { url } = server();
  const before = await listKeys(url);
  const { output, exited, interrupt } = startDemo('--url', url, ...SIGN_IN);
  await output.waitFor(/Started 5 extractors/);
  expect(await listKeys(url)).toHaveLength(before.length + 1);
  // As under npm: from the terminal, and passed on by npm.
  interrupt();
  interrupt();
  expect(await exited).toEqual([130, null]);
  expect(await listKeys(url)).toEqual(before);
});

/** The administrator's, as the page for keys asks for them. */
const listKeys = async (url: string): Promise<readonly unknown[]> => {
  const body = { email: ADMIN.email, password: ADMIN.password };
  const signedIn = await createClient({ baseUrl: url }).fetch('signIn', { body });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const answer = await fetch(`${url}/api/keys`, { headers: { cookie } });
  const { keys } = await answer.json();
  return keys.map(({ id }: { readonly id: string }) => id);
};

test('a wrong key ends the demo with one sentence', async () => {
  const { client, url } = server();
  const before = await client.call('listDatasets', { query: {} });
  const { output, exited } = startDemo('--url', url, '--key', 'wrong');
  expect(await exited).toEqual([1, null]);
  expect(output.text()).toMatch(new RegExp(`^${url}: .+\\.\\n$`));
  expect(await client.call('listDatasets', { query: {} })).toEqual(before);
});
