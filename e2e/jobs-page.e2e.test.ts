import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const prepare = async (): Promise<void> => {
  await runExtractor(server(), 'e2e.works', () => succeed('Counted.'));
  await runExtractor(server(), 'e2e.fails', () => {
    throw new Error('The plot has no corners.');
  });
  const files = Array.from({ length: 4 }, (_, n) => ({ name: `plot-${n}.txt`, content: `plot ${n}` }));
  const { datasetId } = await createDatasetWith(server().client, files, 'Soil cores');
  await followUntil(server().client, { dataset_id: datasetId }, allEnded(8));
};

let prepared: Promise<void> | undefined;

/** The page of jobs, with the eight jobs of the first test. */
const openJobs = async (query = ''): Promise<Page> => {
  await (prepared ??= prepare());
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/jobs?q=${encodeURIComponent(query)}`);
  return page;
};

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Jobs' }).locator('tbody [data-row]');

test('a query made by chips stands in the box and in the address, and survives Back and reloading', async () => {
  const page = await openJobs('nothing');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' }).click();
  const box = page.getByRole('textbox', { name: 'Query' });
  const rows = rowsOf(page);
  await expect.poll(() => rows.count()).toBe(8);

  await page.getByRole('button', { name: 'Failed' }).click();
  await expect.poll(() => rows.count()).toBe(4);
  expect(await box.inputValue()).toBe('state:failed');
  await page.getByRole('button', { name: /^Since/ }).click();
  await page.getByRole('menuitem', { name: '7 d' }).click();
  await expect.poll(() => box.inputValue()).toBe('state:failed since:7d');
  expect(new URL(page.url()).searchParams.get('q')).toBe('state:failed since:7d');

  await page.goBack();
  await expect.poll(() => box.inputValue()).toBe('state:failed');
  await page.reload();
  await expect.poll(() => rows.count()).toBe(4);
  expect(await page.getByRole('button', { name: 'Failed' }).getAttribute('aria-pressed')).toBe('true');
});

test('a mistake is marked, and the result before stays', async () => {
  const page = await openJobs('state:failed');
  const rows = rowsOf(page);
  await expect.poll(() => rows.count()).toBe(4);
  await page.getByRole('textbox', { name: 'Query' }).fill('state:faild plot');
  await page.getByRole('alert').getByText('“faild” is no state.').waitFor();
  expect(await rows.count()).toBe(4);
  expect(await problems(page)).toEqual([]);
});

test('rows open by click and by keyboard', async () => {
  const page = await openJobs('extractor:e2e.fails');
  const rows = rowsOf(page);
  await expect.poll(() => rows.count()).toBe(4);
  await rows.first().getByText('The plot has no corners.').click();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect.poll(() => rows.count()).toBe(4);
  await rows.first().focus();
  await page.keyboard.press('j');
  expect(await rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
});

test('one row is in the order of the Tab key', async () => {
  const page = await openJobs();
  const rows = rowsOf(page);
  await expect.poll(() => rows.count()).toBe(8);
  expect(await page.locator('[data-row][tabindex="0"]').count()).toBe(1);
  expect(
    await rows
      .nth(3)
      .locator('a, input, button')
      .evaluateAll((all) => all.every((one) => (one as HTMLElement).tabIndex === -1)),
  ).toBe(true);
});

test('the page of jobs passes axe and is no wider than its window', async () => {
  const page = await openJobs('state:failed,done (dataset:"Soil cores" OR extractor:rig.*)');
  await settle(page);
  expect(await problems(page)).toEqual([]);
});
