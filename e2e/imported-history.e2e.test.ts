import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawprint-import-'));
});
afterAll(() => rm(folder, { recursive: true }));

const PAWPRINT = fileURLToPath(new URL('../packages/cli/bin/pawprint.mjs', import.meta.url));
const EXTRACTOR = 'e2e.once-in-clowder';
const CLOWDER_ID = '5b0000000000000000000001';

/** An event of May 2019 in Clowder v1's collection `extractions`. */
const anEvent = (second: number, status: string, job?: string): string => {
  const at = new Date(Date.UTC(2019, 4, 6, 10, 0, second));
  const seconds = (at.getTime() / 1000).toString(16).padStart(8, '0');
  return JSON.stringify({
    _id: { $oid: `${seconds}${String(second).padStart(16, '0')}` },
    file_id: { $oid: CLOWDER_ID },
    extractor_id: EXTRACTOR,
    ...(job === undefined ? {} : { job_id: { $oid: job } }),
    status,
    start: { $date: at.toISOString() },
  });
};

const JOB = '5b0000000000000000000009';
const HISTORY = [
  anEvent(1, 'StatusMessage.start: Started processing.'),
  anEvent(3, 'StatusMessage.error: the disk was full'),
  anEvent(10, 'SUBMITTED', JOB),
  anEvent(20, 'StatusMessage.start: Started processing.', JOB),
  anEvent(26, 'DONE', JOB),
];

test('an imported history stands beside the jobs that ran here', async () => {
  await runExtractor(server(), EXTRACTOR, () => succeed('Ran here.'));
  const { fileIds } = await createDatasetWith(server().client, [{ name: 'notes.txt', content: 'one two' }]);
  const [fileId = ''] = fileIds;
  await followUntil(server().client, { resource_id: fileId }, allEnded(1));
  const [history, map] = [join(folder, 'extractions.json'), join(folder, 'map.json')];
  await writeFile(history, HISTORY.join('\n'));
  await writeFile(map, JSON.stringify({ [CLOWDER_ID]: fileId }));
  const args = ['import', 'clowder-extractions', history, '--map', map, '--url', server().url];
  const env = { ...process.env, PAWPRINT_KEY: server().client.options.key };
  const { stdout } = await promisify(execFile)(process.execPath, [PAWPRINT, ...args], { env });
  expect(stdout).toContain('2 jobs made, 1 of them inferred');

  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileId}`);
  await page.getByRole('button', { name: `Open ${EXTRACTOR}` }).click();
  const rows = page.getByRole('row');
  await rows.filter({ hasText: 'no job id: inferred' }).getByText('Imported', { exact: true }).waitFor();
  const imported = rows.filter({ hasText: 'Imported' }).filter({ hasNotText: 'inferred' });
  await imported.getByText('Done', { exact: true }).waitFor();
  await imported.getByRole('link').first().click();
  const state = page.getByRole('region', { name: 'State of the job' });
  await state.getByText('Imported', { exact: true }).waitFor();
  await state.getByTitle(/ran on another server/).waitFor();
});
