import { readFile } from 'node:fs/promises';
import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { keepOffers } from './keep-offers.ts';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Files' }).locator('tbody [data-row]');

/** By keyboard: the first row, then with Shift all down to the third. */
const selectThree = async (page: Page): Promise<void> => {
  await rowsOf(page).first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await page.getByText('3 selected').waitFor();
};

const moveToArchive = async (page: Page): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await dialog.getByRole('combobox', { name: 'To the dataset' }).fill('Archive');
  await page.getByRole('option', { name: 'Archive of cores' }).click();
  await dialog.getByRole('button', { name: 'Move 3 files' }).click();
  await dialog.getByRole('heading', { name: '3 files were moved.' }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
};

test('files are found, all tagged, downloaded, renamed and moved, which is undone', async () => {
  const { client } = server();
  await runExtractor(server(), 'e2e.works', () => succeed('Counted.'));
  const files = Array.from({ length: 6 }, (_, n) => ({ name: `plot-${n}.txt`, content: `plot ${n}` }));
  const { datasetId, fileIds } = await createDatasetWith(
    client,
    [...files, { name: 'notes.csv', content: 'a,b' }],
    'Soil cores',
  );
  const other = (await client.call('createDataset', { body: { name: 'Archive of cores' } }))?.id ?? '';
  await followUntil(client, { dataset_id: datasetId }, allEnded(7));
  const page = await openPage({ acceptDownloads: true });
  await keepOffers(page);
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}`);
  const rows = rowsOf(page);
  await expect.poll(() => rows.count()).toBe(7);
  await settle(page);
  expect(await problems(page)).toEqual([]);

  // The address has what is searched for, and Back undoes it.
  await page.getByRole('searchbox', { name: 'Find a file by its name' }).fill('plot');
  await expect.poll(() => rows.count()).toBe(6);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('name');
  await page.reload();
  await expect.poll(() => rows.first().getByRole('link').first().textContent()).toBe('plot-0.txt');
  expect(await rows.count()).toBe(6);

  await page.getByRole('checkbox', { name: 'Select all 6 files' }).click();
  await page.getByText('6 selected').waitFor();
  expect(await problems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Tags to add').fill('dry, checked');
  await dialog.getByRole('button', { name: 'Tag 6 files' }).click();
  await dialog.getByRole('heading', { name: 'The tags of 6 files were changed.' }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const tags = await client.call('listFileTags', { params: { id: fileIds[3] ?? '' } });
  expect(tags?.tags).toEqual(['checked', 'dry']);

  await selectThree(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download selected' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Soil cores.zip');
  const archive = (await readFile(await download.path())).toString('latin1');
  expect(archive).toContain('plot-2.txt');
  expect(archive).not.toContain('plot-3.txt');

  await moveToArchive(page);
  const undo = page.getByRole('status').filter({ hasText: '3 files were moved to Archive of cores.' });
  await undo.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('3 files were moved back.').waitFor();
  await expect.poll(() => rows.count()).toBe(6);
  await selectThree(page);
  await moveToArchive(page);
  await expect.poll(() => rows.count()).toBe(3);

  await page.getByRole('button', { name: 'Actions for plot-5.txt' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  const newName = rows.getByRole('textbox', { name: 'Name of plot-5.txt' });
  await newName.fill('');
  await newName.press('Enter');
  await rows.getByRole('alert').getByText('A file needs a name.').waitFor();
  await newName.fill('plot-five.txt');
  await newName.press('Enter');
  await rows.getByRole('link', { name: 'plot-five.txt' }).waitFor();
  await page.locator('[data-row]:focus', { hasText: 'plot-five.txt' }).waitFor();

  // The moved files have their jobs with them.
  const moved = await client.call('datasetExtractions', {
    params: { id: other },
    query: { include: 'files' },
  });
  expect(moved?.extractors).toHaveLength(1);
  await page.goto(`${server().url}/datasets/${other}?state=SUCCEEDED&view=gallery`);
  await page.getByRole('list', { name: 'Files' }).getByRole('link', { name: 'plot-0.txt' }).waitFor();
  expect(await problems(page)).toEqual([]);
});
