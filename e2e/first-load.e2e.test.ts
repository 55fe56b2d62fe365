import { gzipSync } from 'node:zlib';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

/** The largest size of a page's JavaScript, gzip. The pages of files and jobs also need the code of jobs and logs. */
const LIST_BYTES = 160_000;
const DATASET_BYTES = 170_000;
const FILE_BYTES = 182_000;
const JOB_BYTES = 197_000;

useBrowser();
const server = useServer();

const weigh = async (address: string): Promise<number> =>
  gzipSync(await (await fetch(address)).arrayBuffer()).length;

/** The gzip bytes of every script that the page loads until its content is shown. */
const weighScripts = async (page: Page, address: string): Promise<number> => {
  const scripts = new Set<string>();
  page.on('request', (request) => void (request.resourceType() === 'script' && scripts.add(request.url())));
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  const weights = await Promise.all([...scripts].map(weigh));
  return weights.reduce((sum, bytes) => sum + bytes, 0);
};

const aJob = async (): Promise<{ datasetId: string; fileId: string; jobId: string }> => {
  await runExtractor(server(), 'e2e.light', () => undefined);
  const { datasetId, fileIds } = await createDatasetWith(server().client, [{ name: 'a.txt', content: 'a' }]);
  const jobs = await followUntil(server().client, { dataset_id: datasetId }, allEnded(1));
  return { datasetId, fileId: fileIds[0] ?? '', jobId: [...jobs.keys()][0] ?? '' };
};

test('the first load of every page is within its budget of JavaScript', async () => {
  const { datasetId, fileId, jobId } = await aJob();
  const budgets = {
    '/datasets': LIST_BYTES,
    '/extractors': LIST_BYTES,
    [`/datasets/${datasetId}`]: DATASET_BYTES,
    [`/files/${fileId}`]: FILE_BYTES,
    [`/jobs/${jobId}`]: JOB_BYTES,
  };
  const tooHeavy: [path: string, bytes: number][] = [];
  const page = await openPage();
  await signIn(page, server());
  for (const [path, budget] of Object.entries(budgets)) {
    const bytes = await weighScripts(page, server().url + path);
    if (bytes === 0 || bytes > budget) tooHeavy.push([path, bytes]);
  }
  expect(tooHeavy).toEqual([]);
});

test('a menu loaded on demand opens by keyboard and returns the focus', async () => {
  const page = await openPage();
  await signIn(page, server());
  const button = page.getByRole('button', { name: /^Account of/ });
  for (const _ of ['the code comes', 'the code is there']) {
    await button.focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitem', { name: 'Keyboard' });
    await item.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('[role=menuitem]:focus').waitFor();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await item.waitFor({ state: 'detached' });
    await page.locator('[aria-label^="Account of"]:focus[aria-expanded=false]').waitFor();
  }
  await button.click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail').waitFor();
});

test('the error of an action is shown beside its button until dismissed', async () => {
  const { jobId } = await aJob();
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/jobs/${jobId}`);
  await page.route('**/resubmit', (route) => route.abort());
  const button = page.getByRole('button', { name: 'Resubmit', exact: true });
  await button.click();
  const note = page.getByRole('alert').filter({ hasText: 'It could not be resubmitted.' });
  await note.waitFor();
  expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  await page.getByRole('heading', { level: 1 }).click();
  await note.waitFor({ state: 'detached' });
});
