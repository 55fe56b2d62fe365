import { randomUUID } from 'node:crypto';
import { createDatasetWith } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

const EXTRACTOR = 'e2e.paused';
const PAUSED = /Dispatch paused by .+: new disks/;

useBrowser();
const server = useServer();

const claim = (wait_s: number) =>
  server().client.call('claimJob', {
    params: { name: EXTRACTOR },
    body: { instance_id: 'i-1', version: '1.0', wait_s },
  });

test('a job submitted to a paused extractor waits, says why, and is done once it is resumed', async () => {
  const { client, url } = server();
  const page = await openPage();
  await client.call('registerExtractor', { body: { name: EXTRACTOR, version: '1.0' } });
  await createDatasetWith(client, [{ name: 'core.txt', content: 'one two', type: 'text/plain' }]);
  await signIn(page, server());

  await page.goto(`${url}/extractors/${EXTRACTOR}`);
  await page.getByRole('button', { name: 'Pause dispatch' }).click();
  const question = page.getByRole('dialog', { name: `Pause the dispatch to ${EXTRACTOR}?` });
  await question.getByLabel('Reason').fill('new disks');
  await question.getByRole('button', { name: 'Pause dispatch' }).click();
  await page.getByRole('region', { name: 'Health' }).getByText(PAUSED).waitFor();

  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Submit to ${EXTRACTOR}` });
  await dialog.getByRole('combobox', { name: 'Dataset' }).click();
  await dialog.getByRole('option').first().click();
  await dialog.getByRole('button', { name: 'Submit 1 file' }).click();
  await dialog.getByRole('link', { name: /^Job / }).click();
  // The page before says that it is paused, too.
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await page.getByText(PAUSED).first().waitFor();
  const job = page.url();
  expect(await claim(0)).toBeUndefined();

  await page.goto(url);
  const attention = page.getByRole('region', { name: 'Needs attention' });
  const row = attention.getByRole('row').filter({ hasText: PAUSED });
  await row.getByText('Paused', { exact: true }).waitFor();
  await settle(page);
  expect(await problems(page)).toEqual([]);

  await row.getByRole('link', { name: EXTRACTOR }).click();
  await page.getByText('1 job waits until it is resumed.').waitFor();
  await settle(page);
  expect(await problems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resume dispatch' }).click();
  await page.getByRole('button', { name: 'Pause dispatch' }).waitFor();
  const claimed = await claim(30);
  if (claimed === undefined) throw new Error('no job was claimed');
  await page.goto(job);
  const reports = (['STARTED', 'SUCCEEDED'] as const).map((kind) => ({
    id: randomUUID(),
    kind,
    message: kind,
  }));
  await client.call('sendReports', {
    params: { id: claimed.job.id },
    body: { lease_id: claimed.lease.id, reports },
  });
  await page.getByText('Done', { exact: true }).first().waitFor();
  expect(job).toContain(claimed.job.id);
});
