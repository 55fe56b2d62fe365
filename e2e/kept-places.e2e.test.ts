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

/** Until the page has stopped scrolling. */
const waitForRest = (page: Page): Promise<unknown> =>
  page.waitForFunction(`new Promise((resolve) => {
    const before = window.scrollY;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.scrollY === before)));
  })`);

/** Whether the list comes to show the same row, within a few px of where it was. */
const isAt = async (page: Page, place: Place): Promise<boolean> => {
  const isNear = async (): Promise<boolean> => {
    const { row, top } = await placeOf(page);
    return row === place.row && Math.abs(top - place.top) <= 4;
  };
  return expect
    .poll(isNear)
    .toBe(true)
    .then(
      () => true,
      () => false,
    );
};

/** Opens a row in sight, comes back and reloads. */
const openAndReturn = async (
  page: Page,
  opened: RegExp,
): Promise<{ readonly back: boolean; readonly reloaded: boolean }> => {
  const rows = page.locator('[data-row]');
  // The focus moves a row that is partly out of sight.
  await rows.nth(Math.floor((await rows.count()) / 2)).focus();
  await waitForRest(page);
  const place = await placeOf(page);
  await page.keyboard.press('Enter');
  await page.waitForURL(opened);
  await page.getByRole('heading', { level: 1, name: /plot-\d{3}\.txt/ }).waitFor();
  await page.goBack();
  const back = await isAt(page, place);
  await page.reload();
  return { back, reloaded: await isAt(page, place) };
};

test('the list of jobs is at its place after Back and after reloading', async () => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/jobs?q=extractor%3Ae2e.idle`);
  await scrollTo(page, 400, 36);
  expect(await openAndReturn(page, /\/jobs\/[0-9a-f-]{36}$/)).toEqual({ back: true, reloaded: true });
});

test.each(['', '&view=gallery'])('the files of a dataset (%s) are at their place, too', async (view) => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}?q=plot&sort=name${view}`);
  await scrollTo(page, view === '' ? 300 : 40, view === '' ? 40 : 224);
  expect(await openAndReturn(page, /\/files\/[0-9a-f-]{36}/)).toEqual({ back: true, reloaded: true });
});
