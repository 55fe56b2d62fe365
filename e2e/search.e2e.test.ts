import { createDatasetWith } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { focusInDialog, pressUntilFocused } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer(() => ({ env: { PAWPRINT_SAMPLE_EXTRACTORS: 'off' } }));

/** A dataset with files that differ in one number of their metadata. */
const createCores = async (name: string): Promise<string> => {
  const { client } = server();
  const depths = [5, 20, 100];
  const files = depths.map((depth) => ({ name: `core-${depth}.txt`, content: `${depth}` }));
  const { datasetId, fileIds } = await createDatasetWith(client, files, name);
  for (const [index, id] of fileIds.entries()) {
    const body = { content: { core: { depth: depths[index] }, site: 'North meadow' } };
    await client.call('addFileMetadata', { params: { id }, body });
  }
  return datasetId;
};

const namesInTable = async (page: Page): Promise<string[]> =>
  page
    .getByRole('region', { name: 'Metadata of the files' })
    .getByRole('row')
    .getByRole('link')
    .allTextContents();

test('everything is found by the field at the top, and opened by keyboard', async () => {
  await createCores('Bog of the search');
  const page = await openPage();
  await signIn(page, server());
  await pressUntilFocused(page, '/', '[data-search]');
  await page.keyboard.type('bog');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Bog of the search' }).waitFor();
  expect(await problems(page)).toEqual([]);
  await page.getByRole('searchbox', { name: 'Search everything' }).last().fill('depth>10 meadow');
  await page.getByText('in Bog of the search').first().waitFor();
  const found = page.getByRole('region', { name: 'Metadata' }).getByRole('link');
  await expect.poll(() => found.allTextContents()).toEqual(['core-100.txt', 'core-20.txt']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'core-100.txt' }).waitFor();
});

test('the metadata of the files of a dataset is a table that can be sorted, filtered and shared', async () => {
  const id = await createCores('Table');
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${id}?tab=metadata`);
  await page.getByRole('button', { name: 'core.depth', exact: true }).click();
  await expect.poll(() => namesInTable(page)).toEqual(['core-5.txt', 'core-20.txt', 'core-100.txt']);
  expect(await problems(page)).toEqual([]);
  await page.getByRole('searchbox', { name: 'Only files with such metadata' }).fill('depth<50');
  await expect.poll(() => namesInTable(page)).toEqual(['core-5.txt', 'core-20.txt']);
  await page.getByRole('button', { name: 'Remove the column site' }).click();
  await expect.poll(() => page.getByRole('columnheader', { name: 'site' }).count()).toBe(0);
  await page.reload();
  await expect.poll(() => namesInTable(page)).toEqual(['core-5.txt', 'core-20.txt']);
  expect(await page.getByRole('columnheader', { name: 'site' }).count()).toBe(0);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toBe('Table.csv');
});

test('the palette presses what is on the page, and opens what the search finds', async () => {
  await createCores('Palette of colours');
  const page = await openPage({ viewport: PHONE, colorScheme: 'dark' });
  await signIn(page, server());
  await page.goto(`${server().url}/datasets`);
  await settle(page);
  await page.keyboard.press('Control+k');
  await focusInDialog(page);
  await page.keyboard.type('new data');
  await page.getByRole('option', { name: /^New dataset/ }).waitFor();
  expect(await problems(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New dataset' }).waitFor();
  await focusInDialog(page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await focusInDialog(page);
  await page.keyboard.type('palette of');
  await page.getByRole('option', { name: /^Palette of colours/ }).click();
  await page.getByRole('heading', { name: 'Palette of colours' }).waitFor();
});
