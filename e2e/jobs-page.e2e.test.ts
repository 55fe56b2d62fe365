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
  await expect.poll(() => box.inputValue()).toBe('state:failed');
  await page.getByRole('button', { name: /^Since/ }).click();
  await page.getByRole('menuitem', { name: '7 d' }).click();
  await expect.poll(() => box.inputValue()).toBe('state:failed since:7d');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('state:failed since:7d');

  await page.goBack();
  await expect.poll(() => box.inputValue()).toBe('state:failed');
  await page.reload();
  await expect.poll(() => rows.count()).toBe(4);
  await page.getByRole('button', { name: 'Failed', pressed: true }).waitFor();
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
  await rows.nth(1).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
});

test('one row is in the order of the Tab key', async () => {
  const page = await openJobs();
  const rows = rowsOf(page);
  await expect.poll(() => rows.count()).toBe(8);
  await expect.poll(() => page.locator('[data-row][tabindex="0"]').count()).toBe(1);
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

const BEN = { name: 'Ben Okafor', email: 'ben@example.org', password: 'clay and silt and sand' };

test('a query that is shared as a link lists what its reader sees', async () => {
  const page = await openJobs('extractor:e2e.*');
  await expect.poll(() => rowsOf(page).count()).toBe(8);
  const { client } = server();
  const invited = await client.call('invite', { body: { email: BEN.email } });
  const token = new URL(invited?.url ?? '').hash.slice(1);
  const { name, password } = BEN;
  await client.call('acceptInvitation', { body: { token, name, password } });
  const other = await openPage();
  await signIn(other, server(), BEN);
  await other.goto(page.url());
  await other.getByRole('heading', { name: 'No job matches' }).waitFor();
  await expect.poll(() => other.getByRole('textbox', { name: 'Query' }).inputValue()).toBe('extractor:e2e.*');
});

test('selected jobs are resubmitted, and the new ones wait to be shown', async () => {
  const page = await openJobs('extractor:e2e.fails state:failed,queued,submitted');
  const rows = rowsOf(page);
  await expect.poll(() => rows.count()).toBe(4);
  await rows.nth(0).getByRole('checkbox').click();
  await rows
    .nth(2)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await bar.getByText('3 selected').waitFor();
  await bar.getByText('3 can be resubmitted; 0 can be cancelled').waitFor();
  await bar.getByRole('button', { name: 'Select all that match' }).click();
  await bar.getByText('4 selected').waitFor();
  await bar.getByRole('button', { name: 'Resubmit 4' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resubmit 4 jobs' }).click();
  await page.getByRole('heading', { name: '4 jobs were resubmitted.' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('button', { name: '4 new' }).click();
  await expect.poll(() => rows.count()).toBe(8);
});
