import { createDatasetWith } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

test('errors of handlers are shown, and HTML in messages stays text', async () => {
  await runExtractor(server(), 'e2e.throws', (_, ctx) => {
    ctx.log.warn('\u001b[31mred\u001b[0m <img src=x onerror="document.title=\'owned\'">');
    throw new Error('The disk is on <b>fire</b>\nsecond line');
  });
  const { fileIds } = await createDatasetWith(server().client, [{ name: 'a.txt', content: 'a' }]);
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileIds[0]}`);

  const row = page.getByRole('row').filter({ hasText: 'e2e.throws' }).first();
  await row.getByText('Failed', { exact: true }).waitFor();
  await row.getByText('The disk is on <b>fire</b>').waitFor();
  expect(await row.getByText('second line').count()).toBe(0);

  await row.locator('a[href^="/jobs/"]').first().click();
  await page.getByText('<img src=x onerror=').waitFor();
  await page.getByText('red', { exact: true }).waitFor();
  expect(await page.getByText('[31m').count()).toBe(0);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('owned');
});
