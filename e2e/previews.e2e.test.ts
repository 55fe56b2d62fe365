import { createDatasetWith, type NewFile } from '@pawprint/testing';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { packedTable, zipArchive } from '../demo/files/packed.ts';
import { recording } from '../demo/files/recordings.ts';
import { aTar } from '../packages/web/src/files/preview/archive/tar.builder.ts';
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
    name: 'delivery.tar',
    content: aTar([{ path: 'cores/plot-07.csv', content: 'core,depth_cm\nC1,10\n' }]),
    shows: (page) => page.getByRole('button', { name: 'cores/plot-07.csv' }),
  },
  {
    name: 'unknown.bin',
    content: new Uint8Array(1000),
    shows: (page) => page.getByRole('heading', { name: 'No preview' }),
  },
];

/** Film and documents as a browser makes them. */
const madeByBrowser = async (page: Page): Promise<PreviewedFile[]> => {
  await page.setContent('<h1>Report of the transect</h1>');
  const pdf = new Uint8Array(await page.pdf({ format: 'A4' }));
  const film = Uint8Array.from(await page.evaluate(recordFilm));
  return [
    { name: 'report.pdf', content: pdf, shows: () => page.getByText('Report of the transect') },
    {
      name: 'delivery.zip',
      content: new Uint8Array(await zipArchive(1).bytes()),
      shows: () => page.getByRole('button', { name: /csv$/ }).first(),
    },
    {
      name: 'core.csv.gz',
      content: new Uint8Array(await packedTable(1).bytes()),
      shows: () => page.getByRole('columnheader').nth(1),
    },
    { name: 'film.webm', content: film, shows: () => page.getByLabel('film.webm', { exact: true }) },
    {
      name: 'night.wav',
      content: Uint8Array.from(await recording(1, 60).bytes()),
      shows: () => page.getByLabel('night.wav', { exact: true }),
    },
  ];
};

/** Runs in the page: a drawing that moves, until something of it is recorded. */
const recordFilm = async (): Promise<number[]> => {
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  const isRecorded = (): boolean => parts.filter(({ size }) => size > 0).length > 1;
  recorder.start(200);
  for (let n = 0; !isRecorded(); n = (n + 1) % 12) {
    drawing?.fillRect(n * 10, n * 10, 20, 20);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (n === 11) drawing?.clearRect(0, 0, canvas.width, canvas.height);
  }
  recorder.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
};

test('a file of each type is shown on its page, on a desktop and on a phone, with a clean console', async () => {
  const page = await openPage();
  const files = [...FILES, ...(await madeByBrowser(page))];
  const { fileIds } = await createDatasetWith(server().client, files);
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.text()} ${message.location().url}`));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => said.push(dialog.message())));
  await signIn(page, server());
  said.length = 0;
  const found: Record<string, readonly string[]> = {};
  for (const [n, { name, shows }] of files.entries()) {
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

/** Of no type that is known by its bytes. */
const aNoise = Uint8Array.from({ length: 5_000 }, (_, n) => (n * n * 31) % 251);

test('files that are not what their names say are harmless, and said to be broken', async () => {
  const files = [
    { name: 'broken.wav', content: aNoise, says: 'This sound is broken' },
    { name: 'broken.webm', content: aNoise, says: 'This film is broken' },
    { name: 'broken.pdf', content: '%PDF-1.7 /JavaScript (app.alert(1))', says: 'This document is broken' },
    {
      name: 'broken.png',
      content: Uint8Array.of(...aPng().subarray(0, 8), ...aNoise),
      says: 'This picture is broken',
    },
    {
      name: 'broken.zip',
      content: Uint8Array.of(0x50, 0x4b, 3, 4, ...aNoise),
      says: 'This archive is broken',
    },
    { name: 'broken.tar', content: aNoise, says: 'This archive is broken' },
    { name: 'broken.gz', content: Uint8Array.of(0x1f, 0x8b, 8, ...aNoise), says: 'This file is broken' },
    { name: 'broken.json', content: '{"a": ', says: 'This JSON is broken' },
  ];
  const { fileIds } = await createDatasetWith(server().client, files);
  const page = await openPage();
  const alarms: string[] = [];
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => alarms.push(dialog.message())));
  await signIn(page, server());
  for (const [n, { says }] of files.entries()) {
    await page.goto(`${server().url}/files/${fileIds[n]}?preview=true`);
    await page.getByRole('heading', { name: says }).waitFor();
  }
  expect(alarms).toEqual([]);
});

test('an entry of an archive is opened without the rest of it', async () => {
  const { fileIds } = await createDatasetWith(server().client, [
    { name: 'delivery.zip', content: new Uint8Array(await zipArchive(1).bytes()) },
  ]);
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileIds[0]}?preview=true`);
  const entry = page.getByRole('button', { name: /csv$/ }).first();
  const name = (await entry.textContent()) ?? '';
  await entry.click();
  await page.getByRole('region', { name, exact: true }).waitFor();
  await page.getByRole('columnheader').nth(5).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('a sound is read by ranges, and is played from wherever the reader wants', async () => {
  const content = Uint8Array.from(await recording(2, 600).bytes());
  const { fileIds } = await createDatasetWith(server().client, [{ name: 'night.wav', content }]);
  const page = await openPage();
  const statuses: number[] = [];
  page.on('response', (response) => {
    if (response.url().includes(`/api/files/${fileIds[0]}?disposition`)) statuses.push(response.status());
  });
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileIds[0]}?preview=true`);
  const player = page.getByLabel('night.wav', { exact: true });
  await expect.poll(() => player.evaluate(durationOf)).toBe(600);
  await player.evaluate(seekTo, 590);
  await expect.poll(() => player.evaluate(isReadyAt, 590)).toBe(true);
  expect(new Set(statuses)).toEqual(new Set([206]));
});

/** These run in the page. */
const durationOf = (player: Element): number =>
  player instanceof HTMLMediaElement ? Math.round(player.duration) : 0;
const seekTo = (player: Element, second: number): void => {
  if (player instanceof HTMLMediaElement) player.currentTime = second;
};
const isReadyAt = (player: Element, second: number): boolean =>
  player instanceof HTMLMediaElement &&
  player.currentTime === second &&
  !player.seeking &&
  player.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
