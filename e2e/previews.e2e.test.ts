import { createDatasetWith, type NewFile } from '@pawprint/testing';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { tooWide, violations } from './look-over-page.ts';
import { DESKTOP, openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { aPng } from './sample-files.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

interface PreviewedFile extends NewFile {
  /** What is seen of it. */
  readonly shows: (page: Page) => Locator;
}

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>alert(1)</script><circle r="9"/></svg>';

const FILES: readonly PreviewedFile[] = [
  {
    name: 'notes.txt',
    content: `${'a line of some words\n'.repeat(20_000)}`,
    shows: (page) => page.getByText('a line of some words').first(),
  },
  {
    name: 'cores.csv',
    content: 'core;depth_cm;carbon\nC1;10;2,31\nC2;20;1,87\n',
    shows: (page) => page.getByRole('columnheader', { name: 'depth_cm' }),
  },
  {
    name: 'plot.geojson',
    content: '{"type":"Point","coordinates":[7.1,50.7]}',
    shows: (page) => page.getByText('"Point"'),
  },
  {
    name: 'README.md',
    content: '# Soil cores\n\n![spy](https://example.org/spy.png)\n\n<script>alert(1)</script>\n',
    shows: (page) => page.getByRole('heading', { name: 'Soil cores' }),
  },
  {
    name: 'mean.py',
    content: 'def mean(values):\n    return sum(values) / len(values)\n',
    shows: (page) => page.getByText('return', { exact: true }),
  },
  {
    name: 'page.html',
    content: '<!doctype html><script>alert(1)</script>',
    shows: (page) => page.getByText('script', { exact: true }).first(),
  },
  { name: 'gradient.png', content: aPng(), shows: (page) => page.getByRole('img', { name: 'gradient.png' }) },
  { name: 'drawing.svg', content: SVG, shows: (page) => page.getByRole('img', { name: 'drawing.svg' }) },
  {
    name: 'unknown.bin',
    content: new Uint8Array(1000),
    shows: (page) => page.getByRole('heading', { name: 'No preview' }),
  },
];

test('a file of each type is shown on its page, on a desktop and on a phone, with a clean console', async () => {
  const { fileIds } = await createDatasetWith(server().client, FILES);
  const page = await openPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => said.push(dialog.message())));
  await signIn(page, server());
  said.length = 0;
  const found: Record<string, readonly string[]> = {};
  for (const [n, { name, shows }] of FILES.entries()) {
    await page.setViewportSize(DESKTOP);
    await page.goto(`${server().url}/files/${fileIds[n]}?preview=true`);
    await shows(page).waitFor();
    const problems = await violations(page);
    await page.setViewportSize(PHONE);
    await shows(page).waitFor();
    problems.push(...(await pageIsTooWide(page)));
    if (problems.length > 0) found[name] = problems;
  }
  expect(found).toEqual({});
  expect(said).toEqual([]);
});

/** Tables of a preview scroll in their own frame. */
const pageIsTooWide = async (page: Page): Promise<string[]> =>
  (await tooWide(page)).filter((element) => element.startsWith('HTML'));
