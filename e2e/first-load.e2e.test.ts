import { gzipSync } from 'node:zlib';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog } from './press-keys.ts';
import { useServer } from './use-server.ts';

/** The largest size of a page's JavaScript, gzip. */
const LIST_BYTES = 163_000;
const MOST_BYTES = 190_000;

useBrowser();
const server = useServer();

const weigh = async (address: string): Promise<number> =>
  gzipSync(await (await fetch(address)).arrayBuffer()).length;

/**
 * The gzip bytes of every script that the page loads until its content is shown: until the first heading is there and
 * nothing is loading. Only the log of a job and the charts of an extractor may still be loading then, since the page requests
 * their code after it has shown the rest; the tests below hold that code back and use the rest of the page.
 */
const weighScripts = async (page: Page, address: string): Promise<number> => {
  const scripts = new Map<string, Request>();
  const remember = (request: Request): void =>
    void (request.resourceType() === 'script' && scripts.set(request.url(), request));
  page.on('request', remember);
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  page.off('request', remember);
  await Promise.all([...scripts.values()].map(async (script) => (await script.response())?.finished()));
  const later = new Set(await page.evaluate(listLaterScripts));
  const weights = await Promise.all([...scripts.keys()].filter((url) => !later.has(url)).map(weigh));
  return weights.reduce((sum, bytes) => sum + bytes, 0);
};

declare global {
  interface Window {
    /** When the page last began to show all that it is about. */
    shownAt?: number;
  }
}

/** Runs in the page before its own scripts. */
const watchForShown = (): void => {
  let shown = false;
  const isShown = (): boolean => {
    const loading = [...document.querySelectorAll('[aria-busy=true]')];
    const isLater = (element: Element): boolean =>
      element.closest('[aria-labelledby=log-heading], [aria-label=Statistics]') !== null;
    return document.querySelector('h1') !== null && loading.every(isLater);
  };
  new MutationObserver(() => {
    const before = shown;
    shown = isShown();
    if (shown && !before) window.shownAt = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true });
};

/** Runs in the page: the scripts that it asked for after it was shown. */
const listLaterScripts = (): string[] =>
  performance
    .getEntriesByType('resource')
    .filter(({ startTime }) => startTime > (window.shownAt ?? Number.POSITIVE_INFINITY))
    .map(({ name }) => name);

const aJob = async (): Promise<{ datasetId: string; fileId: string; jobId: string }> => {
  await runExtractor(server(), 'e2e.light', () => undefined);
  const { datasetId, fileIds } = await createDatasetWith(server().client, [{ name: 'a.txt', content: 'a' }]);
  const jobs = await followUntil(server().client, { dataset_id: datasetId }, allEnded(1));
  return { datasetId, fileId: fileIds[0] ?? '', jobId: [...jobs.keys()][0] ?? '' };
};

test('the first load of every page is within its budget of JavaScript', async () => {
  const { datasetId, fileId, jobId } = await aJob();
  const spaceId = (await server().client.call('createSpace', { body: { name: 'Soil lab' } }))?.id;
  const budgets = {
    '/': MOST_BYTES,
    '/jobs': MOST_BYTES,
    '/datasets': LIST_BYTES,
    '/extractors': LIST_BYTES,
    '/extractors/new': MOST_BYTES,
    '/admin/quarantine': MOST_BYTES,
    '/extractors/e2e.light': MOST_BYTES,
    '/spaces': LIST_BYTES,
    [`/spaces/${spaceId}`]: MOST_BYTES,
    [`/datasets/${datasetId}`]: MOST_BYTES,
    [`/files/${fileId}`]: MOST_BYTES,
    [`/jobs/${jobId}`]: MOST_BYTES,
  };
  const tooHeavy: [path: string, bytes: number][] = [];
  const page = await openPage();
  await signIn(page, server());
  await page.addInitScript(watchForShown);
  for (const [path, budget] of Object.entries(budgets)) {
    const bytes = await weighScripts(page, server().url + path);
    console.info(`${bytes} of ${budget} bytes: ${path}`);
    if (bytes === 0 || bytes > budget) tooHeavy.push([path, bytes]);
  }
  expect(tooHeavy).toEqual([]);
});

test('a job can be read and used before the code of its log arrives', async () => {
  const { jobId } = await aJob();
  const page = await openPage();
  await signIn(page, server());
  let sendCode: (() => Promise<void>) | undefined;
  await page.route('**/assets/event-log-*.js', (route) => {
    sendCode = () => route.continue();
  });
  await page.goto(`${server().url}/jobs/${jobId}`);
  const log = page.getByRole('region', { name: 'Events' });
  await log.locator('[aria-busy=true]').waitFor();
  await page.getByRole('region', { name: 'State of the job' }).getByText('Done').waitFor();
  await page.getByRole('heading', { name: 'Attempts' }).waitFor();
  await page.getByRole('button', { name: /^Attempt 1, / }).click();
  await page.locator('[aria-pressed=true]').waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => sendCode).toBeDefined();
  await sendCode?.();
  await log.getByRole('listitem').first().waitFor();
  await page.getByText(/Only attempt 1/).waitFor();
});

test('the page of an extractor can be read and used before the code of its charts arrives', async () => {
  const { jobId } = await aJob();
  const page = await openPage();
  await signIn(page, server());
  let sendCode: (() => Promise<void>) | undefined;
  await page.route('**/assets/chart-*.js', (route) => {
    sendCode = () => route.continue();
  });
  await page.goto(`${server().url}/extractors/e2e.light`);
  await expect.poll(() => sendCode).toBeDefined();
  await page.getByRole('heading', { name: 'Versions' }).waitFor();
  await page.getByRole('region', { name: 'Health' }).getByText('Oldest waiting').waitFor();
  await page.getByRole('tab', { name: 'Jobs' }).click();
  await page.locator(`a[href="/jobs/${jobId}"]`).first().waitFor();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await sendCode?.();
  await page.locator('figure canvas').first().waitFor();
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
    await focusInDialog(page);
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
