import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Locator, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const FILES = Array.from({ length: 3 }, (_, n) => ({ name: `plot-${n}.txt`, content: `plot ${n}` }));

/** Two extractors: version 2.0 of the first fails on each file, the second holds on to the first of its jobs. */
const prepare = async (): Promise<void> => {
  let end: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  onTestFinished(() => end());
  await runExtractor(
    server(),
    'e2e.reader',
    () => {
      throw new Error('No column has the name depth.');
    },
    { version: '2.0' },
  );
  await runExtractor(server(), 'e2e.slow', async () => {
    await held;
    return succeed('Read.');
  });
  const { datasetId } = await createDatasetWith(server().client, FILES, 'Soil cores');
  await followUntil(server().client, { dataset_id: datasetId, extractor: 'e2e.reader' }, allEnded(3));
  const running = { dataset_id: datasetId, extractor: 'e2e.slow' };
  await followUntil(server().client, running, (jobs) =>
    [...jobs.values()].some(({ state }) => state === 'RUNNING'),
  );
};

/** From Home, clicks these one after the other; then the answer is in sight. */
const answerBy = async (page: Page, clicks: readonly Locator[], ...answers: Locator[]): Promise<void> => {
  await page.goto(`${server().url}/`);
  for (const link of clicks) await link.click();
  for (const answer of answers) await answer.first().waitFor();
};

test('the questions that people come with are answered within two clicks from Home', async () => {
  await prepare();
  const page = await openPage();
  await signIn(page, server());
  const attention = page.getByRole('region', { name: 'Needs attention' });
  const group = attention.getByRole('row').filter({ hasText: 'No column has the name' });
  const datasets = page.getByRole('region', { name: 'My datasets' });
  const jobHead = page.getByRole('heading', { level: 1, name: /e2e\.reader on plot-/ });

  // Why did my file fail?
  // Rows of Home are named so, too.
  const grid = page.getByRole('grid', { name: 'Files and extractors' });
  const failedCell = grid.getByRole('row', { name: /plot-1\.txt/ }).getByText('Failed');
  const message = page.getByText('No column has the name depth.');
  await answerBy(page, [datasets.getByRole('link', { name: '3 failed' }), failedCell], jobHead, message);

  // What is waiting, and why?
  const waiting = page.getByRole('link', { name: 'Waiting', exact: true });
  const jobsHead = page.getByRole('heading', { level: 1, name: /^Jobs/ });
  await answerBy(
    page,
    [waiting],
    jobsHead,
    page.getByRole('row').getByText(/ahead of it for e2e\.slow|Next in line/),
  );
  expect(await page.getByRole('row').getByText('Failed').count()).toBe(0);

  // Which version broke it?
  await answerBy(page, [group.getByText('3 files in 1 dataset')], attention.getByText('2.0 (3)'));

  // Who ran it, and how long did it take?
  const newest = attention.getByRole('link', { name: 'newest' });
  const who = page.getByText('Submitted by').locator('..').getByText('Administrator');
  const elapsed = page
    .getByText('Elapsed')
    .locator('..')
    .getByText(/\d (s|ms)/);
  await answerBy(page, [group.getByText('3 files in 1 dataset'), newest], jobHead, who, elapsed);

  // Is the fleet healthy?
  await answerBy(page, [], page.getByText(/^\d+ live$/), attention.getByText('3 failed'));
});
