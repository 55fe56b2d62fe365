import { createDatasetWith } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { keepOffers } from './keep-offers.ts';
import { problems, settle } from './look-over-page.ts';
import { openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { pressButton } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const fieldOf = (page: Page, name: string) => page.getByRole('textbox', { name });
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Opens the menu of the page and chooses from it. */
const choose = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('a dataset is renamed where its name stands, which is undone, and described', async () => {
  const { client } = server();
  const { datasetId } = await createDatasetWith(client, [{ name: 'a.txt', content: 'a' }], 'Draft');
  const page = await openPage();
  await keepOffers(page);
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}`);
  await pressButton(page, 'Rename the dataset');
  await fieldOf(page, 'Name of the dataset').waitFor();
  expect(await problems(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Final cores');
  await page.keyboard.press('Enter');
  await title(page, 'Final cores').waitFor();
  await page.locator('[aria-label="Rename the dataset"]:focus').waitFor();
  await page.getByRole('status').getByText('The name was changed.').waitFor();
  expect(await problems(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+Z');
  await title(page, 'Draft').waitFor();
  await page.getByRole('status').getByText('Undone.').waitFor();

  await page.getByRole('button', { name: 'Add a description' }).click();
  await fieldOf(page, 'Description of the dataset').fill('Cores of the eastern transect.\nDry.');
  expect(await problems(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.locator('[aria-label="Change the description of the dataset"]:focus').waitFor();
  expect(await client.call('showDataset', { params: { id: datasetId } })).toMatchObject({
    name: 'Draft',
    description: 'Cores of the eastern transect.\nDry.',
  });

  // Undo on whichever page is open by then.
  await page.getByRole('link', { name: 'Datasets', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('status').getByText('Undone.').waitFor();
  expect(await client.call('showDataset', { params: { id: datasetId } })).toMatchObject({ description: '' });
});

test('the entries of a menu begin it, too, and the field keeps the focus', async () => {
  const { client } = server();
  const { fileIds } = await createDatasetWith(client, [{ name: 'a.txt', content: 'a' }]);
  const spaceId = (await client.call('createSpace', { body: { name: 'Soil lab' } }))?.id;
  const page = await openPage({ viewport: PHONE });
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileIds[0]}`);
  await settle(page);
  await choose(page, 'Rename…');
  await fieldOf(page, 'Name of the file').fill('b.txt');
  await page.keyboard.press('Enter');
  await title(page, 'b.txt').waitFor();
  await choose(page, 'Describe…');
  await page.locator('[aria-label="Description of the file"]:focus').waitFor();
  await page.keyboard.type('The second.');
  // Leaving the field saves.
  await page.getByRole('tab', { name: 'Metadata' }).click();
  await page.getByText('The second.', { exact: true }).waitFor();
  await fieldOf(page, 'Description of the file').waitFor({ state: 'detached' });

  await page.goto(`${server().url}/spaces/${spaceId}`);
  await title(page, 'Soil lab').click();
  await fieldOf(page, 'Name of the space').fill('Soil laboratory');
  await page.keyboard.press('Enter');
  await title(page, 'Soil laboratory').waitFor();
  expect(await client.call('showFile', { params: { id: fileIds[0] ?? '' } })).toMatchObject({
    filename: 'b.txt',
    filedescription: 'The second.',
  });
});

test('what the server refuses is said in its place, and what was typed stays', async () => {
  const { datasetId } = await createDatasetWith(server().client, [{ name: 'a.txt', content: 'a' }], 'Cores');
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}`);
  await page.route('**/title', (route) => route.abort());
  await title(page, 'Cores').click();
  const name = fieldOf(page, 'Name of the dataset');
  await name.fill('Soil cores');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .getByText(/^It was not saved\./)
    .waitFor();
  expect(await name.inputValue()).toBe('Soil cores');
  await page.unroute('**/title');
  await name.press('Enter');
  await title(page, 'Soil cores').waitFor();
});
