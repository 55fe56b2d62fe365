import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const FILES = Array.from({ length: 5 }, (_, n) => ({ name: `plot-${n}.txt`, content: `plot ${n}` }));

const dialogOf = (page: Page) => page.getByRole('dialog');
/** The last one: the dialog's cross is called Close too. */
const press = (page: Page, name: string) =>
  dialogOf(page).getByRole('button', { name, exact: true }).last().click();

const chooseAction = async (page: Page, menu: string, action: string): Promise<void> => {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

const statesOf = async (datasetId: string): Promise<string[] | undefined> => {
  const jobs = await server().client.call('listJobs', { query: { dataset_id: datasetId, limit: 200 } });
  return jobs?.items.map(({ state }) => state);
};

test('a person cancels all jobs that wait for an extractor', async () => {
  const name = 'e2e.away';
  await server().client.call('registerExtractor', {
    body: { name, version: '1.0', process: { file: ['text/plain'] } },
  });
  const { datasetId } = await createDatasetWith(server().client, FILES);
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/extractors/${name}?tab=jobs`);
  await chooseAction(page, 'Actions on all jobs', 'Cancel waiting…');
  await dialogOf(page).getByText('5 waiting jobs will be cancelled.').waitFor();
  await expect.poll(() => statesOf(datasetId)).toEqual(FILES.map(() => 'QUEUED'));
  await press(page, 'Cancel 5 jobs');
  await dialogOf(page).getByRole('heading', { name: '5 jobs were cancelled.' }).waitFor();
  await press(page, 'Close');

  expect(await statesOf(datasetId)).toEqual(FILES.map(() => 'CANCELLED'));
  await chooseAction(page, 'Actions on all jobs', 'Cancel waiting…');
  await dialogOf(page).getByText('No job is waiting.').waitFor();
  await server().client.call('setExtractorEnabled', { params: { name }, body: { enabled: false } });
});

test('a person resubmits the failed jobs of a file with one dialog, by keyboard', async () => {
  let isBroken = true;
  await runExtractor(server(), 'e2e.flaky', () => {
    if (isBroken) throw new Error('The model is missing.');
    return succeed('Read.');
  });
  const { datasetId, fileIds } = await createDatasetWith(server().client, FILES.slice(0, 1));
  await followUntil(server().client, { dataset_id: datasetId, extractor: 'e2e.flaky' }, allEnded(1));
  isBroken = false;
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileIds[0]}`);
  await page.getByRole('button', { name: 'Actions on all jobs' }).focus();
  await page.keyboard.press('Enter');
  await focusInDialog(page);
  await page.getByRole('menuitem', { name: 'Resubmit failed…' }).focus();
  await page.keyboard.press('Enter');
  await dialogOf(page).getByText('1 failed or lost job will be resubmitted.').waitFor();
  await focusInDialog(page);
  await dialogOf(page).getByRole('button', { name: 'Resubmit 1 job' }).focus();
  await page.keyboard.press('Enter');
  await dialogOf(page).getByRole('heading', { name: '1 job was resubmitted.' }).waitFor();
  await page.keyboard.press('Escape');

  const jobs = await followUntil(
    server().client,
    { dataset_id: datasetId, extractor: 'e2e.flaky' },
    allEnded(2),
  );
  expect([...jobs.values()].map(({ state }) => state).toSorted()).toEqual(['FAILED', 'SUCCEEDED']);
  await page.getByRole('treegrid').getByText('Done', { exact: true }).first().waitFor();
});

test('a person runs an extractor on the files of a dataset that it has not done', async () => {
  const { datasetId } = await createDatasetWith(server().client, [
    ...FILES,
    { name: 'core.png', content: Buffer.from('89504e470d0a1a0a', 'hex').toString('latin1') },
  ]);
  await runExtractor(server(), 'e2e.late', () => succeed('Read.'), { process: { file: ['text/plain'] } });
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}`);
  await chooseAction(page, 'More actions', 'Run what is missing…');
  await dialogOf(page).getByLabel('Extractor').selectOption('e2e.late');
  await dialogOf(page).getByText('5 files will be submitted.').waitFor();
  await dialogOf(page)
    .getByText('1 file left out: The extractor does not run on files of its type.')
    .waitFor();
  await press(page, 'Submit 5 files');
  await dialogOf(page).getByRole('heading', { name: '5 files were submitted.' }).waitFor();
  const late = { dataset_id: datasetId, extractor: 'e2e.late' };
  const jobs = await followUntil(server().client, late, allEnded(5));
  expect(new Set([...jobs.values()].map(({ state }) => state))).toEqual(new Set(['SUCCEEDED']));

  await press(page, 'Close');
  await chooseAction(page, 'More actions', 'Run what is missing…');
  await dialogOf(page).getByText('5 files left out: The extractor has done it.').waitFor();
});
