import { AxeBuilder } from '@axe-core/playwright';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { DESKTOP, openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();
let paths: Record<string, string>;

const prepare = async (): Promise<Record<string, string>> => {
  await runExtractor(server(), 'e2e.works', async (_, ctx) => {
    await ctx.uploadMetadata({ words: 3 });
  });
  await runExtractor(server(), 'e2e.fails', () => {
    throw new Error('It does not work.');
  });
  const { datasetId, fileIds } = await createDatasetWith(server().client, [
    { name: 'a.txt', content: 'a b c' },
  ]);
  const jobs = await followUntil(server().client, { dataset_id: datasetId }, allEnded(2));
  return {
    datasets: '/datasets',
    dataset: `/datasets/${datasetId}`,
    'a file’s extractions': `/files/${fileIds[0]}`,
    'a file’s metadata': `/files/${fileIds[0]}?tab=metadata`,
    extractors: '/extractors',
    extractor: '/extractors/e2e.fails',
    job: `/jobs/${[...jobs.keys()][0]}`,
    'a page that is not there': '/no/such/page',
  };
};

const violations = async (page: Page): Promise<string[]> => {
  // "Legacy" takes a page without frames of other origins, such as each of ours, in half the time.
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
};

/** The page has its heading, and no grey bars stand in for what is still to come. */
const settle = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
};

describe.each([
  ['light', 'desktop', DESKTOP],
  ['dark', 'desktop', DESKTOP],
  ['light', 'phone', PHONE],
  ['dark', 'phone', PHONE],
] as const)('%s, %s', (colorScheme, _, viewport) => {
  test('no page breaks a rule of WCAG that axe knows, or is wider than its window', async () => {
    paths ??= await prepare();
    const page = await openPage({ colorScheme, viewport });
    await page.goto(`${server().url}/login`);
    await settle(page);
    expect(await violations(page), 'login').toEqual([]);
    await signIn(page, server());
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(server().url + path);
      await settle(page);
      expect(await violations(page), name).toEqual([]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect(overflow, name).toBeLessThanOrEqual(0);
    }
  });

  test('neither do the dialogs in which files and datasets are submitted', async () => {
    paths ??= await prepare();
    const page = await openPage({ colorScheme, viewport });
    await signIn(page, server());
    for (const name of ['dataset', 'a file’s extractions']) {
      await page.goto(server().url + paths[name]);
      await page.getByRole('button', { name: 'Submit', exact: true }).click();
      await page.getByRole('radio', { name: /e2e\.works/ }).check();
      expect(await violations(page), name).toEqual([]);
    }
  });
});
