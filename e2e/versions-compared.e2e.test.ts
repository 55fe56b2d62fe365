import { randomUUID } from 'node:crypto';
import { createDatasetWith } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

const EXTRACTOR = 'e2e.compared';
/** Fewer say too little about a share. */
const RUNS_PER_VERSION = 22;

useBrowser();
const server = useServer();

const runOne = async (version: string, end: 'SUCCEEDED' | 'ERROR'): Promise<void> => {
  const { client } = server();
  const claimed = await client.call('claimJob', {
    params: { name: EXTRACTOR },
    body: { instance_id: `instance-of-${version}`, version, wait_s: 30 },
  });
  if (claimed === undefined) throw new Error('no job was claimed');
  const reports = (['STARTED', end] as const).map((kind) => ({
    id: randomUUID(),
    kind,
    message: `It ${kind}.`,
  }));
  await client.call('sendReports', {
    params: { id: claimed.job.id },
    body: { lease_id: claimed.lease.id, reports },
  });
};

test('an extractor that fails since its new version says so in words', async () => {
  const { client, url } = server();
  const page = await openPage();
  await client.call('registerExtractor', {
    body: { name: EXTRACTOR, version: '1.0', process: { file: ['text/plain'] } },
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
  await page.goto(`${url}/extractors/${EXTRACTOR}`);
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
