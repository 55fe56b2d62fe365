import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atRest, elementsBeside, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

/** The narrowest window of WCAG's reflow, with text twice as large as usual, set as readers set it in their browser. */
const openNarrow = async (): Promise<Page> => {
  const page = await openPage({ viewport: { width: 320, height: 640 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await signIn(page, server());
  expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe('32px');
  return page;
};

/** Runs in the page: text of which a line is cut off at the top or the bottom. */
const cutTexts = (): string[] => {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const { currentNode: text } = walker;
    if (text.textContent?.trim() === '') continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    for (let outer = text.parentElement; outer; outer = outer.parentElement) {
      const { overflowY, position, visibility } = getComputedStyle(outer);
      const frame = outer.getBoundingClientRect();
      // Only screen readers read what has a box of a pixel or two.
      if (visibility === 'hidden' || frame.height <= 4) break;
      const isCut = box.height > 0 && (box.bottom > frame.bottom + 4 || box.top < frame.top - 4);
      if ((overflowY === 'hidden' || overflowY === 'clip') && isCut)
        found.push(`cut: ${text.textContent?.slice(0, 40)} in ${outer.className}`);
      if (overflowY !== 'visible' || position === 'fixed') break;
    }
  }
  return found;
};

/** The same of buttons and fields, whose text is larger than they are. */
const tightControls = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('button, input, select, [role=tab], label')]
    .filter(
      ({ clientHeight, scrollHeight, innerText, tagName }) =>
        clientHeight > 1 &&
        scrollHeight > clientHeight + 3 &&
        (tagName === 'INPUT' || innerText.trim() !== ''),
    )
    .map(({ innerText, className }) => `tight: ${innerText.slice(0, 40)} in ${className}`);

const wrong = async (page: Page): Promise<string[]> => {
  const scrolls: string[] = await page.evaluate(`[document.scrollingElement]
    .filter(({ scrollWidth }) => scrollWidth > window.innerWidth)
    .map(({ scrollWidth }) => 'the page scrolls to ' + scrollWidth)`);
  const each = [elementsBeside, cutTexts, tightControls].map((find) => page.evaluate(find));
  return [...new Set([...scrolls, ...(await Promise.all(each)).flat()])].slice(0, 8);
};

type Paths = Readonly<Record<'dataset' | 'file' | 'job' | 'extractor' | 'space', string>>;

let prepared: Promise<Paths> | undefined;

const prepare = async (): Promise<Paths> => {
  const { client } = server();
  await runExtractor(server(), 'e2e.works', async (_, context) => {
    await context.uploadMetadata({ words: 3 });
  });
  await runExtractor(server(), 'e2e.fails', () => {
    throw new Error('It does not work.');
  });
  const files = [{ name: 'plot-07-soil-cores.txt', content: 'a b c' }];
  const { datasetId, fileIds } = await createDatasetWith(client, files, 'Prairie soil cores 2026');
  const jobs = await followUntil(client, { dataset_id: datasetId }, allEnded(2));
  const spaceId = (await client.call('createSpace', { body: { name: 'Soil lab' } }))?.id ?? '';
  return {
    dataset: `/datasets/${datasetId}`,
    file: `/files/${fileIds[0]}`,
    job: `/jobs/${[...jobs.keys()][0]}`,
    extractor: '/extractors/e2e.fails',
    space: `/spaces/${spaceId}`,
  };
};

test('pages can be read in 320 px with text of twice the size', async () => {
  const { dataset, file, job, extractor, space } = await (prepared ??= prepare());
  const page = await openNarrow();
  const paths = [
    '/',
    '/jobs?q=state%3Afailed',
    '/datasets',
    ...['', '?view=gallery', '?tab=grid', '?tab=extractions', '?tab=metadata', '?tab=timeline'].map(
      (tab) => `${dataset}${tab}`,
    ),
    file,
    `${file}?tab=metadata`,
    job,
    '/extractors',
    ...['', '?tab=jobs', '?tab=instances', '?tab=changes'].map((tab) => `${extractor}${tab}`),
    '/spaces',
    space,
    '/account',
    ...['people', 'extractors', 'error-queues', 'quarantine', 'audit', 'system'].map(
      (tab) => `/admin/${tab}`,
    ),
    '/no/such/page',
  ];
  const found: Record<string, readonly string[]> = {};
  for (const path of paths) {
    await page.goto(server().url + path);
    await settle(page);
    const problems = await atRest(page, () => wrong(page));
    if (problems.length > 0) found[path] = problems;
  }
  expect(found).toEqual({});
});

test('menus and dialogs can be used in 320 px with text of twice the size', async () => {
  const { dataset, file, job } = await (prepared ??= prepare());
  const page = await openNarrow();
  const ways = [
    ['/', 'Menu'],
    ['/', /^Account of/],
    ['/jobs', 'Columns'],
    ['/jobs', 'Saved views'],
    ['/jobs', 'Saved views', 'Save as a new view…'],
    [dataset, 'Submit'],
    [dataset, 'Share…'],
    [dataset, 'More actions', 'Delete the dataset'],
    [file, 'Submit'],
    [job, 'More ways to resubmit'],
    ['/admin/people', 'Invite'],
  ] as const;
  const found: Record<string, readonly string[]> = {};
  for (const [path = '', ...buttons] of ways) {
    await page.goto(server().url + path);
    await settle(page);
    for (const name of buttons) {
      const exact = typeof name === 'string';
      const button = page.getByRole('button', { name, exact });
      await button.or(page.getByRole('menuitem', { name, exact })).first().click();
    }
    await page.locator('[role=dialog], [role=menu]').first().waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const problems = await atRest(page, () => wrong(page));
    if (problems.length > 0) found[[path, ...buttons].join(' ')] = problems;
  }
  expect(found).toEqual({});
});
