import { succeed } from '@pawprint/extractor';
import { createDatasetWith } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

/** An extractor without triggers gets jobs only by manual submissions. */
const byHand = {
  process: {},
  parameters: {
    schema: {
      title: { type: 'string', title: 'Title of the report', required: true },
      depth: { type: 'integer', title: 'Depth', default: 10, maximum: 50 },
    },
    form: ['title', 'depth'],
  },
};

const dialogOf = (page: Page) => page.getByRole('dialog');
const submitIn = (page: Page, name = 'Submit') =>
  dialogOf(page).getByRole('button', { name, exact: true }).click();

test('a person submits a file, corrects the form and sees the job end', async () => {
  await runExtractor(
    server(),
    'e2e.report',
    (job) => succeed(`Title: ${String(job.parameters['title'])}`),
    byHand,
  );
  const { fileIds } = await createDatasetWith(server().client, [{ name: 'notes.txt', content: 'one two' }]);
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileIds[0]}`);

  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await dialogOf(page)
    .getByRole('radio', { name: /e2e\.report/ })
    .waitFor();
  await submitIn(page);
  await dialogOf(page).getByText('Choose an extractor.').waitFor();
  await page.locator('[type=radio]:focus').waitFor();
  await page.keyboard.press('Space');
  await page.getByLabel('Depth').fill('51');
  await submitIn(page);
  await dialogOf(page).getByText('Required.', { exact: true }).waitFor();
  await dialogOf(page).getByText('At most 50.').waitFor();
  await page.getByLabel('Title of the report').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Cores of May');
  await page.getByLabel('Depth').fill('20');
  await page.keyboard.press('Enter');

  await dialogOf(page).getByText('The file was submitted to e2e.report.').waitFor();
  await dialogOf(page).getByRole('link', { name: /^Job / }).click();
  await page.getByRole('heading', { level: 1, name: /e2e\.report/ }).waitFor();
  await page.getByText('Title: Cores of May').first().waitFor();
  await page.getByRole('region', { name: 'State of the job' }).getByText('Done', { exact: true }).waitFor();
  const jobs = await server().client.call('listJobs', { query: { extractor: 'e2e.report' } });
  expect(jobs?.items).toMatchObject([
    { trigger: 'manual', state: 'SUCCEEDED', parameters: { title: 'Cores of May', depth: 20 } },
  ]);
});

test('a person submits the files of one extension and sees each job', async () => {
  await runExtractor(server(), 'e2e.tables', () => succeed('Read.'), { process: { file: ['text/csv'] } });
  await server().client.call('setExtractorEnabled', {
    params: { name: 'e2e.tables' },
    body: { enabled: false },
  });
  const { datasetId } = await createDatasetWith(server().client, [
    { name: 'a.csv', content: 'a,b\n' },
    { name: 'b.CSV', content: 'a,b\n' },
    { name: 'notes.txt', content: 'x' },
  ]);
  await server().client.call('setExtractorEnabled', {
    params: { name: 'e2e.tables' },
    body: { enabled: true },
  });
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}`);

  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await dialogOf(page).getByText('3 files will each get a job of their own.').waitFor();
  await dialogOf(page).getByText('By extension', { exact: true }).click();
  await dialogOf(page).getByRole('button', { name: 'csv 2' }).click();
  await dialogOf(page)
    .getByRole('radio', { name: /e2e\.tables/ })
    .check();
  await submitIn(page, 'Submit 2 files');

  await dialogOf(page).getByRole('heading', { name: '2 files submitted to e2e.tables.' }).waitFor();
  expect(await dialogOf(page).getByRole('link', { name: /^Job / }).count()).toBe(2);
  await dialogOf(page).getByRole('link', { name: 'All jobs of e2e.tables' }).click();
  const rows = page.getByRole('table').first().getByRole('row');
  await rows.filter({ hasText: 'a.csv' }).getByText('Done', { exact: true }).waitFor();
  await rows.filter({ hasText: 'b.CSV' }).getByText('Done', { exact: true }).waitFor();
});

test('an administrator disables and enables an extractor while a job waits', async () => {
  const name = 'e2e.sleepy';
  const info = { name, version: '1.0', process: { file: ['text/plain'] } };
  await server().client.call('registerExtractor', { body: info });
  await createDatasetWith(server().client, [{ name: 'waits.txt', content: 'x' }]);
  const page = await openPage();
  await signIn(page, server());
  await page.getByRole('link', { name: 'Extractors', exact: true }).click();
  await page.getByRole('heading', { name: 'Extractors', exact: true }).waitFor();
  await page.getByRole('link', { name, exact: true }).click();

  await page.getByRole('tab', { name: 'Settings' }).click();
  const enabled = page.getByRole('switch', { name: `${name} is enabled` });
  await enabled.click();
  await dialogOf(page)
    .getByText(/^1 job waits for it/)
    .waitFor();
  await dialogOf(page).getByRole('button', { name: 'Switch it off' }).click();
  await page.getByRole('switch', { checked: false }).waitFor();
  const extractor = await server().client.call('showExtractor', { params: { name } });
  expect(extractor).toMatchObject({ enabled: false, waiting: 1 });
  await page.getByRole('tab', { name: 'Jobs' }).click();
  await page.getByText(/was switched off by .+; waits until it is switched on/).waitFor();

  await page.getByRole('tab', { name: 'Settings' }).click();
  await enabled.click();
  await page.getByRole('switch', { checked: true }).waitFor();
  await runExtractor(server(), name, () => succeed('Awake.'), { process: info.process });
  await page.getByRole('tab', { name: 'Jobs' }).click();
  const row = page.getByRole('row').filter({ hasText: 'waits.txt' });
  await row.getByText('Done', { exact: true }).waitFor();
  await row.getByText('Awake.').waitFor();
});
