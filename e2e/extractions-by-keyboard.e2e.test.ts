import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { pressUntilFocused } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

/** A file with a job that is done and one that failed after 120 lines of log. */
const prepare = async (): Promise<{ fileId: string }> => {
  await runExtractor(server(), 'e2e.works', () => undefined);
  await runExtractor(server(), 'e2e.fails', (_, ctx) => {
    for (let line = 1; line <= 120; line++) ctx.log.info(`line ${line}${'.'.repeat(line % 7)}`);
    throw new Error('The plot has no corners.');
  });
  const files = [{ name: 'plot.txt', content: 'a b c' }];
  const { datasetId, fileIds } = await createDatasetWith(server().client, files, 'Soil cores');
  await followUntil(server().client, { dataset_id: datasetId }, allEnded(2));
  return { fileId: fileIds[0] ?? '' };
};

/** What the reader sees of the tree: the rows, and which of them has the focus. */
const treeOf = (page: Page): Promise<unknown> =>
  page.evaluate(`({
    rows: [...document.querySelectorAll('[data-row]')].map((row) => [row.dataset.key, row.ariaExpanded]),
    focused: document.activeElement?.closest('[data-row]')?.dataset.key,
    pressed: [...document.querySelectorAll('fieldset [aria-pressed=true]')].map(({ innerText }) => innerText),
    search: document.querySelector('[aria-label="Find in extractions"]').value,
  })`);

/** Where the log is scrolled to once it rests: rows are measured when they come in sight, which moves others. */
const topOfLog = (page: Page): Promise<number> =>
  page.getByRole('region', { name: 'Events, oldest first' }).evaluate(async (log) => {
    for (;;) {
      const before = log.scrollTop;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      if (log.scrollTop === before) return before;
    }
  });

test('by keyboard only, a filtered and opened tree is as it was after a visit to a job', async () => {
  const { fileId } = await prepare();
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileId}`);
  await settle(page);
  await page.getByText('Up to date').first().waitFor();

  const chip =
    '[aria-label] fieldset button:has([data-tone=failed]), fieldset button:has([data-tone=failed])';
  await pressUntilFocused(page, 'Tab', chip);
  await page.keyboard.press('Enter');
  await pressUntilFocused(page, 'Tab', '[aria-label="Find in extractions"]');
  await page.keyboard.type('corners');
  await pressUntilFocused(page, 'Tab', '[data-row]');
  await page.keyboard.press('Enter');
  await page.locator('[data-row][aria-level="2"] [data-job-link]').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-row][aria-level="3"]').first().waitFor();
  await page.getByText('line 120').waitFor();
  await page.waitForURL(/jobs=failed/);
  await page.waitForURL(/search=corners/);
  await page.waitForURL(/open=x\.e2e\.fails\+j\.[0-9a-f]{8}$|open=x\.e2e\.fails\+j\.[0-9a-f]{8}&/);
  const before = await treeOf(page);

  await pressUntilFocused(page, 'Tab', '[data-job-link]');
  const scrolled = await page.evaluate(() => window.scrollY);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}/);
  await page.getByRole('region', { name: 'Events, oldest first' }).waitFor();
  await page.goBack();
  await page.getByText('line 120').waitFor();
  await expect.poll(() => treeOf(page)).toEqual(before);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(scrolled);

  await page.reload();
  await page.getByText('line 120').waitFor();
  await expect.poll(() => treeOf(page)).toEqual({ ...(before as object), focused: undefined });
});

test('the log of a job keeps its filter, search and place by Back and by reloading', async () => {
  const { fileId } = await prepare();
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileId}`);
  await page
    .getByRole('row', { name: /^Open e2e\.fails/ })
    .getByRole('link', { name: /^Job/ })
    .click();
  const log = page.getByRole('region', { name: 'Events, oldest first' });
  await log.getByText('The plot has no corners.').first().waitFor();
  expect(await page.getByText('Live', { exact: true }).count()).toBe(0);

  await page.getByRole('radiogroup', { name: 'Show' }).getByText('Extractor').click();
  await page.getByRole('searchbox', { name: 'Search events' }).fill('line 42');
  await page.getByRole('switch', { name: 'Wrap' }).check();
  await page.waitForURL(/show=extractor/);
  await page.waitForURL(/search=line\+42/);
  await page.waitForURL(/wrap=true/);
  await page.keyboard.press('Tab');
  await log.focus();
  await log.evaluate((element) => element.scrollTo(0, 1_200));
  await expect.poll(() => page.evaluate('history.state.topLine')).toBeGreaterThan(1);
  const top = await topOfLog(page);

  await page.getByRole('link', { name: 'plot.txt' }).first().click();
  await page.getByRole('treegrid', { name: 'Extractions' }).waitFor();
  await page.goBack();
  const distance = async (): Promise<number> => Math.abs((await topOfLog(page)) - top);
  await expect.poll(distance).toBeLessThan(40);
  await page.reload();
  await expect.poll(distance).toBeLessThan(40);
  expect(await page.getByRole('searchbox', { name: 'Search events' }).inputValue()).toBe('line 42');
  expect(await page.getByRole('switch', { name: 'Wrap' }).isChecked()).toBe(true);
  await log.locator('mark').first().waitFor();
});
