import { randomUUID } from 'node:crypto';
import { createClient } from '@pawprint/protocol';
import { createDatasetWith } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

const COMPARED = 'e2e.compared';
const SUPERSEDED = 'e2e.superseded';
/** Fewer say too little about a share. */
const RUNS_PER_VERSION = 22;

useBrowser();
const server = useServer();

const claim = async (name: string, version: string) => {
  const body = { instance_id: `instance-of-${version}`, version, wait_s: 30 };
  const claimed = await server().client.call('claimJob', { params: { name }, body });
  if (claimed === undefined) throw new Error('no job was claimed');
  return claimed;
};

const end = async (
  { job, lease }: Awaited<ReturnType<typeof claim>>,
  kind: 'SUCCEEDED' | 'ERROR',
): Promise<void> => {
  const reports = (['STARTED', kind] as const).map((each) => ({
    id: randomUUID(),
    kind: each,
    message: `It ${each}.`,
  }));
  await server().client.call('sendReports', {
    params: { id: job.id },
    body: { lease_id: lease.id, reports },
  });
};

const runOne = async (version: string, kind: 'SUCCEEDED' | 'ERROR'): Promise<void> =>
  end(await claim(COMPARED, version), kind);

/** Counts the lines of the file, in a job on it. */
const countLines = async (fileId: string, version: string, lines: number): Promise<void> => {
  const { client, url } = server();
  const params = { id: fileId };
  await client.call('submitFileExtraction', { params, body: { extractor: SUPERSEDED } });
  const claimed = await claim(SUPERSEDED, version);
  const asJob = createClient({ baseUrl: url, key: claimed.message.secretKey });
  await asJob.call('addFileMetadata', { params, body: { content: { lines } } });
  await end(claimed, 'SUCCEEDED');
};

test('an extractor that fails since its new version says so in words', async () => {
  const { client, url } = server();
  const page = await openPage();
  await client.call('registerExtractor', {
    body: { name: COMPARED, version: '1.0', process: { file: ['text/plain'] } },
  });
  await createDatasetWith(
    client,
    Array.from({ length: 2 * RUNS_PER_VERSION }, (_, n) => ({
      name: `core-${n}.txt`,
      content: `core ${n}`,
      type: 'text/plain',
    })),
  );
  for (let run = 0; run < RUNS_PER_VERSION; run += 1) await runOne('1.0', 'SUCCEEDED');
  for (let run = 0; run < RUNS_PER_VERSION; run += 1)
    await runOne('2.0', run % 2 === 0 ? 'ERROR' : 'SUCCEEDED');

  await signIn(page, server());
  await page.goto(`${url}/extractors/${COMPARED}`);
  await page.getByText('2.0 fails more often than 1.0: 50.0 % instead of 0.0 %.').waitFor();
  const failed = page.getByRole('row', { name: /^Failed or lost/ });
  await failed.getByText('+50.0 points worse').waitFor();
  expect(await failed.innerText()).toContain('22 and 22 runs; 95 % sure: +');
  await settle(page);
  expect(await problems(page)).toEqual([]);

  await page.getByLabel('Compare version').selectOption('1.0');
  await expect.poll(() => page.getByLabel('Compare with version').inputValue()).toBe('2.0');
  await failed.getByText('−50.0 points better').waitFor();

  await page.getByRole('region', { name: 'By size of the input' }).getByText('Show as a table').click();
  await page.getByRole('region', { name: 'By size of the input' }).getByRole('link').first().click();
  await page.waitForURL(/\/jobs\//);
});

test('what a superseded version wrote is marked, and found no more; what the one before wrote is', async () => {
  const { client, url } = server();
  for (const version of ['1.0', '2.0'])
    await client.call('registerExtractor', { body: { name: SUPERSEDED, version } });
  const { fileIds } = await createDatasetWith(client, [{ name: 'lines.txt', content: 'one' }]);
  const [fileId = ''] = fileIds;
  await countLines(fileId, '1.0', 11);
  await countLines(fileId, '2.0', 22);

  const page = await openPage();
  await signIn(page, server());
  const search = async (q: string) => {
    await page.goto(`${url}/search?q=${encodeURIComponent(q)}`);
    return page.getByRole('main').getByRole('link', { name: /lines\.txt/ });
  };
  await (await search('lines=22')).waitFor();

  await page.goto(`${url}/extractors/${SUPERSEDED}`);
  await page.getByRole('button', { name: 'Actions on version 2.0' }).click();
  await page.getByRole('menuitem', { name: 'Mark as superseded…' }).click();
  await page.getByLabel('Reason').fill('counted empty lines');
  await page.getByRole('button', { name: 'Mark as superseded' }).click();
  const row = page.getByRole('table', { name: 'All versions' }).getByRole('row', { name: /^2\.0/ });
  await row.getByText(/: counted empty lines$/).waitFor();
  await settle(page);
  expect(await problems(page)).toEqual([]);

  await page.goto(`${url}/files/${fileId}?tab=metadata`);
  const group = page.getByRole('region', { name: SUPERSEDED });
  await group.getByText('11', { exact: true }).waitFor();
  await group.getByText('1 earlier or superseded').click();
  await group.getByText('Superseded', { exact: true }).waitFor();
  await (await search('lines=11')).waitFor();
  await search('lines=22');
  await page
    .getByText(/^(Nothing found|No such metadata)$/)
    .first()
    .waitFor();
});
