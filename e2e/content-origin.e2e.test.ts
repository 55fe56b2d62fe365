import { createDatasetWith, freePort } from '@pawprint/testing';
import { beforeAll, expect, test } from 'vitest';
import { recording } from '../demo/files/recordings.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

let port: number;
beforeAll(async () => {
  port = await freePort();
});
useBrowser();
const server = useServer(() => ({ port, env: { PAWPRINT_CONTENT_URL: `http://localhost:${port}` } }));

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);

test('the page shows a picture and plays a sound from the other origin, without a cookie', async () => {
  const { fileIds } = await createDatasetWith(server().client, [
    { name: 'dot.png', content: PNG },
    { name: 'night.wav', content: Uint8Array.from(await recording(1, 2).bytes()) },
  ]);
  const page = await openPage();
  await signIn(page, server());
  const shown = page.waitForResponse((response) => response.url().startsWith(`http://localhost:${port}/`));
  await page.goto(`${server().url}/files/${fileIds[0]}?preview=true`);
  const response = await shown;
  expect([response.status(), await response.request().headerValue('cookie')]).toEqual([200, null]);
  const picture = page.getByRole('img', { name: 'dot.png' });
  await expect
    .poll(() => picture.evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth))
    .toBe(1);

  const player = page.getByLabel('night.wav', { exact: true });
  await page.goto(`${server().url}/files/${fileIds[1]}?preview=true`);
  await expect
    .poll(() => player.evaluate((element) => element instanceof HTMLMediaElement && element.duration))
    .toBe(2);

  await server().client.call('deleteFile', { params: { id: fileIds[0] ?? '' } });
  expect((await fetch(response.url())).status, 'once the file is deleted').toBe(404);
  expect((await page.goto(`http://localhost:${port}/datasets`))?.status(), 'the app').toBe(404);
});
