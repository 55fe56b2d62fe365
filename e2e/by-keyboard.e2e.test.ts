import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog, pressButton, pressUntilFocused } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const FILES = Array.from({ length: 3 }, (_, n) => ({ name: `plot-${n}.txt`, content: `plot ${n}` }));

/** A dataset with files on which an extractor has failed, and succeeds from now on. */
const prepare = async (extractor: string, dataset: string): Promise<{ readonly datasetId: string }> => {
  let isBroken = true;
  await runExtractor(server(), extractor, () => {
    if (isBroken) throw new Error(`The model of ${extractor} is missing.`);
    return succeed('Read.');
  });
  const { datasetId } = await createDatasetWith(server().client, FILES, dataset);
  await followUntil(server().client, { dataset_id: datasetId, extractor }, allEnded(3));
  isBroken = false;
  return { datasetId };
};

test('by keyboard only, a group of failures is opened on Home and resubmitted', async () => {
  await prepare('e2e.group', 'Cores by group');
  const page = await openPage();
  await signIn(page, server());
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await attention.getByRole('button', { name: 'The model of e2e.group is missing.' }).waitFor();
  await pressUntilFocused(page, 'j', '[data-row]');
  await page.keyboard.press('Enter');
  await attention.getByText('1.0 (3)').waitFor();
  await pressButton(page, 'Resubmit 3');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('3 failed or lost jobs will be resubmitted.').waitFor();
  await focusInDialog(page);
  await pressButton(page, 'Resubmit 3 jobs');
  await dialog.getByRole('heading', { name: '3 jobs were resubmitted.' }).waitFor();
  await page.keyboard.press('Escape');
  await attention.getByText(/Nothing needs attention/).waitFor();
  expect(await attention.getByRole('button', { name: 'Resubmit' }).count()).toBe(0);
});

test('by keyboard only, a file is found and opened, and its job is read', async () => {
  await prepare('e2e.file', 'Cores by file');
  const page = await openPage();
  await signIn(page, server());
  // Both at once: the page takes them for one shortcut only within a second, in which it may not answer for the first.
  await Promise.all(['g', 'd'].map((key) => page.keyboard.press(key)));
  await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
  await page.getByRole('row', { name: /Cores by file/ }).waitFor();
  await pressUntilFocused(page, 'Tab', 'tbody [data-row]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Cores by file' }).waitFor();
  await page.getByRole('row', { name: /plot-0/ }).waitFor();
  await pressUntilFocused(page, 'Tab', '[aria-label="Find a file by its name"]');
  await page.keyboard.type('plot-1');
  await page.getByRole('row', { name: /plot-0/ }).waitFor({ state: 'detached' });
  await pressUntilFocused(page, 'Tab', 'tbody [data-row]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'plot-1.txt' }).waitFor();
  await settle(page);
  await pressUntilFocused(page, 'Tab', '[role=treegrid] [data-row]');
  await pressUntilFocused(page, 'ArrowDown', '[data-row][data-key="x:e2e.file"]');
  await pressUntilFocused(page, 'Tab', '[data-job-link]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'e2e.file on plot-1.txt' }).waitFor();
  expect(page.url()).toContain('/jobs/');
  const log = page.getByRole('region', { name: 'Events, oldest first' });
  await log.getByText('The model of e2e.file is missing.').first().waitFor();
});

test('by keyboard only, the selected cells of a grid are run again', async () => {
  const extractor = 'e2e.cells';
  const { datasetId } = await prepare(extractor, 'Cores by cell');
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}?tab=grid&state=FAILED&extractor=${extractor}`);
  const grid = page.getByRole('grid', { name: 'Files and extractors' });
  await grid.getByText('Failed').first().waitFor();
  await pressUntilFocused(page, 'Tab', '[role=grid] [data-place]');
  await pressUntilFocused(page, 'ArrowDown', 'tbody [data-place]');
  await pressUntilFocused(page, 'ArrowRight', 'tbody td:has([title^="Failed"])');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('2 cells selected').waitFor();
  await pressUntilFocused(page, 'Shift+Tab', 'button');
  await pressButton(page, 'Resubmit failed…');
  const dialog = page.getByRole('dialog');
  await focusInDialog(page);
  await pressButton(page, 'Resubmit 2 jobs');
  await dialog.getByRole('heading', { name: '2 jobs were resubmitted.' }).waitFor();
  const ended = await followUntil(server().client, { dataset_id: datasetId, extractor }, allEnded(5));
  expect([...ended.values()].filter(({ state }) => state === 'SUCCEEDED')).toHaveLength(2);
});
