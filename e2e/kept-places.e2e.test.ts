import { createDatasetWith } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();
let datasetId = '';

/** 450 files, each with a job that waits, since no instance is running. */
beforeAll(async () => {
  const { client } = server();
  const process = { file: ['text/*'] };
  await client.call('registerExtractor', {
    body: { name: 'e2e.idle', version: '1.0', description: 'Counts words', process },
  });
  const files = Array.from({ length: 450 }, (_, n) => ({
    name: `plot-${String(n).padStart(3, '0')}.txt`,
    content: `plot ${n}`,
  }));
  ({ datasetId } = await createDatasetWith(client, files, 'Soil cores'));
});

interface Place {
  readonly row: string;
  readonly top: number;
}

/** The first row that is whole in sight, by what it opens. */
const placeOf = (page: Page): Promise<Place> =>
  page.evaluate(`(() => {
    const rows = [...document.querySelectorAll('[data-row]')];
    const first = rows.find((row) => row.getBoundingClientRect().top >= 80);
    return {
      row: first?.querySelector('[data-row-open]')?.getAttribute('href') ?? '',
      top: Math.round(first?.getBoundingClientRect().top ?? 0),
    };
  })()`);

/**
 * Scrolls in steps, as a reader does, until the list has this many rows above. No step is left to come after that: a row
 * that had the focus could be out of sight by it, and be removed.
 */
const scrollTo = async (page: Page, row: number, height: number): Promise<void> => {
  await page.locator('[data-row]').first().waitFor();
  await expect
    .poll(() => page.evaluate('window.scrollBy(0, 2_000), window.scrollY'), { timeout: 60_000 })
    .toBeGreaterThan(row * height);
  await waitForRest(page);
};

/**
 * Until neither the place nor the height of the page has changed for twenty frames. While more rows come, the browser keeps
 * what is in sight where it is by scrolling, and does so only once a frame.
 */
const waitForRest = (page: Page): Promise<unknown> =>
  page.waitForFunction(`new Promise((resolve) => {
    const read = () => window.scrollY + ' of ' + document.documentElement.scrollHeight;
    const before = read();
    let frames = 0;
    const look = () => {
      frames += 1;
      if (read() !== before || frames === 20) resolve(read() === before);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })`);

/** How far below the top of the window the row is now, in px. Undefined while it is not in the page. */
const findTop = (page: Page, { row }: Place): Promise<number | undefined> =>
  page.evaluate(
    `document.querySelector('[data-row]:has([data-row-open][href="${row}"])')?.getBoundingClientRect().top`,
  );

/**
 * Opens a row in sight. Afterwards, the place where the list was. Not every browser scrolls by itself when something above is
 * removed, and the others do not always: here, this one never does.
 */
const openRowInSight = async (page: Page, opened: RegExp): Promise<Place> => {
  await page.evaluate(`document.documentElement.style.setProperty('overflow-anchor', 'none')`);
  const rows = page.locator('[data-row]');
  // The focus moves a row that is partly out of sight.
  await rows.nth(Math.floor((await rows.count()) / 2)).focus();
  await waitForRest(page);
  const place = await placeOf(page);
  await page.keyboard.press('Enter');
  await page.waitForURL(opened);
  await page.getByRole('heading', { level: 1, name: /plot-\d{3}\.txt/ }).waitFor();
  return place;
};

test('the list of jobs is at its place after Back and after reloading', async () => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/jobs?q=extractor%3Ae2e.idle`);
  await scrollTo(page, 400, 36);
  const place = await openRowInSight(page, /\/jobs\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect.poll(() => findTop(page, place)).toBeCloseTo(place.top, -1);
  await page.reload();
  await expect.poll(() => findTop(page, place)).toBeCloseTo(place.top, -1);
});

test.each(['', '&view=gallery'])('the files of a dataset (%s) are at their place, too', async (view) => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}?q=plot&sort=name${view}`);
  await scrollTo(page, view === '' ? 300 : 40, view === '' ? 40 : 224);
  const place = await openRowInSight(page, /\/files\/[0-9a-f-]{36}/);
  await page.goBack();
  await expect.poll(() => findTop(page, place)).toBeCloseTo(place.top, -1);
  await page.reload();
  await expect.poll(() => findTop(page, place)).toBeCloseTo(place.top, -1);
});
