import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const FILES = Array.from({ length: 6 }, (_, n) => ({ name: `plot-${n}.txt`, content: `plot ${n}` }));

const gridOf = (page: Page) => page.getByRole('grid', { name: 'Files and extractors' });
const dialogOf = (page: Page) => page.getByRole('dialog');

test('a column of the grid is run where it is missing, and its cells change live', async () => {
  const { datasetId } = await createDatasetWith(server().client, FILES);
  await runExtractor(server(), 'e2e.late', () => succeed('Read.'), { process: { file: ['text/plain'] } });
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}`);
  await page.getByText('0 of 6 done, 6 not run').waitFor();
  await page.getByRole('link', { name: 'Not run 6' }).click();
  await expect.poll(() => gridOf(page).getByText('Not run', { exact: true }).count()).toBe(6);
  expect(page.url()).toContain('state=NOT_RUN');
  await page.getByRole('button', { name: 'Not run', exact: true }).click();
  await page.getByText('Files 1–6 of 6', { exact: true }).waitFor();

  // By keyboard: from the first file to the head of the column, and its menu.
  await gridOf(page).getByRole('rowheader').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Run what is missing…' }).click();
  await dialogOf(page).getByText('6 files will be submitted.').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Submit 6 files' }).click();
  await dialogOf(page).getByRole('heading', { name: '6 files were submitted.' }).waitFor();
  await dialogOf(page).getByRole('button', { name: 'Close', exact: true }).last().click();

  await expect.poll(() => gridOf(page).getByRole('gridcell', { name: /^Done/ }).count()).toBe(6);
  await page.getByText('All 6 jobs done').waitFor();
});

test('failed cells of a selection are resubmitted', async () => {
  let isBroken = true;
  await runExtractor(server(), 'e2e.flaky-cells', () => {
    if (isBroken) throw new Error('The model is missing.');
    return succeed('Read.');
  });
  const { datasetId } = await createDatasetWith(server().client, FILES.slice(0, 3));
  const jobs = { dataset_id: datasetId, extractor: 'e2e.flaky-cells' };
  await followUntil(server().client, jobs, allEnded(3));
  isBroken = false;
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}?tab=grid&state=FAILED&extractor=e2e.flaky-cells`);
  const column = gridOf(page).getByRole('columnheader', { name: /e2e\.flaky-cells/ });
  const index = Number(await column.getAttribute('aria-colindex'));
  const cell = gridOf(page).locator(`td[aria-colindex="${index}"]`).first();
  await cell.getByText('Failed').waitFor();
  await cell.focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('2 cells selected').waitFor();
  await page.getByRole('button', { name: 'Resubmit failed…' }).click();
  await dialogOf(page).getByRole('button', { name: 'Resubmit 2 jobs' }).click();
  await dialogOf(page).getByRole('heading', { name: '2 jobs were resubmitted.' }).waitFor();

  const ended = await followUntil(server().client, jobs, allEnded(5));
  expect([...ended.values()].filter(({ state }) => state === 'SUCCEEDED')).toHaveLength(2);
});
