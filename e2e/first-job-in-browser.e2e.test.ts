import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { aGif, aPng, aZip } from './sample-files.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer(() => ({ env: { PAWPRINT_SAMPLE_EXTRACTORS: 'on' } }));
beforeAll(async () => {
  for (const name of ['file-digest', 'word-count', 'image-preview'])
    await server().output.waitFor(new RegExp(`pawprint\\.${name}.*at work for`));
});

const upload = (name: string, mimeType: string, content: string | Uint8Array) => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

const createDataset = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'New dataset' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { name }).waitFor();
};

const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first();

test('a new user uploads five files to a dataset and sees their jobs end', async () => {
  const page = await openPage();
  await signIn(page, server());
  await createDataset(page, 'Prairie soil cores');
  await page
    .locator('input[type=file]')
    .setInputFiles([
      upload('notes.txt', 'text/plain', 'one two three\nfour five\n'),
      upload('table.csv', 'text/csv', 'a,b\n1,2\n'),
      upload('core.png', 'image/png', aPng()),
      upload('plot.gif', 'image/gif', aGif()),
      upload('bundle.zip', 'application/zip', aZip()),
    ]);
  await page.getByRole('heading', { name: 'Uploaded 5 files' }).waitFor();
  for (const [file, extractors] of [
    ['notes.txt', ['file-digest', 'word-count']],
    ['core.png', ['file-digest', 'image-preview']],
    ['bundle.zip', ['file-digest']],
  ] as const)
    for (const extractor of extractors)
      await rowOf(page, file)
        .getByRole('link', { name: new RegExp(`pawprint.${extractor}: Done`) })
        .waitFor();

  await page.getByRole('link', { name: 'notes.txt', exact: true }).click();
  const words = rowOf(page, 'pawprint.word-count');
  await words.getByText('Done', { exact: true }).waitFor();
  await words.getByRole('button', { name: 'Open pawprint.word-count' }).click();
  const job = page.getByRole('row').filter({ hasText: 'upload' }).first();
  await job.getByRole('button', { name: /^Open job/ }).click();
  await page.getByRole('row').filter({ hasText: 'Attempt 1' }).first().waitFor();

  await page.getByRole('tab', { name: /Metadata/ }).click();
  const counted = page.locator('section', { hasText: 'pawprint.word-count' }).last();
  await counted.getByText('words', { exact: true }).waitFor();
  expect(await counted.innerText()).toMatch(/words\s+5/);
});

test("a dataset's Extractions tab shows the jobs of its files as they come", async () => {
  const page = await openPage();
  await signIn(page, server());
  await createDataset(page, 'Field notes');
  await page.getByRole('tab', { name: /Extractions/ }).click();
  await page.getByText('No jobs on this dataset or its files yet').waitFor();
  await page
    .locator('input[type=file]')
    .setInputFiles([
      upload('notes.txt', 'text/plain', 'one two three\n'),
      upload('core.png', 'image/png', aPng()),
    ]);
  const digests = rowOf(page, 'pawprint.file-digest');
  await digests
    .getByRole('listitem')
    .filter({ hasText: /^Done\s*2$/ })
    .waitFor();
  for (const extractor of ['word-count', 'image-preview'])
    await rowOf(page, `pawprint.${extractor}`)
      .getByRole('listitem')
      .filter({ hasText: /^Done\s*1$/ })
      .waitFor();
  await expect
    .poll(() => page.getByRole('tab', { name: /Extractions/ }).innerText())
    .toMatch(/Extractions\s+4/);
  await digests.getByRole('button', { name: 'Open pawprint.file-digest' }).click();
  for (const name of ['notes.txt', 'core.png'])
    await page.getByRole('row').filter({ hasText: 'upload' }).getByRole('link', { name }).waitFor();
});

test('the preview that an extractor made of an image is shown on its page', async () => {
  const page = await openPage();
  await signIn(page, server());
  await createDataset(page, 'Images');
  await page.locator('input[type=file]').setInputFiles([upload('core.png', 'image/png', aPng())]);
  await page.getByRole('link', { name: /pawprint.image-preview: Done/ }).waitFor();
  await page.getByRole('link', { name: 'core.png', exact: true }).click();
  await page
    .getByRole('button', { name: 'Preview', exact: true })
    .or(page.getByRole('link', { name: 'Preview', exact: true }))
    .first()
    .click();
  await page.getByRole('tab', { name: 'pawprint.image-preview' }).click();
  const image = page.locator('img[src*="/api/previews/"]').first();
  await image.waitFor();
  const width = await page.waitForFunction(
    `document.querySelector('img[src*="/api/previews/"]').naturalWidth`,
  );
  expect(await width.jsonValue()).toBe(320);
});
