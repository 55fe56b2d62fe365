import { createCuttableProxy } from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

test('pages wait for a server that is away, and load once it answers', async () => {
  const proxy = await createCuttableProxy(server().url);
  onTestFinished(() => proxy.close());
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${proxy.url}/datasets`);
  await page.getByText('No datasets yet').waitFor();
  const away = page.getByRole('alert').filter({ hasText: 'Can’t reach the server' });

  proxy.cut();
  // By the keyboard: under a pointer, the code of a page is loaded before its link is chosen.
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Extractors' });
  await link.evaluate((element) => (element as unknown as { click: () => void }).click());
  await away.getByText('Trying again…').waitFor();
  expect(await page.getByText(/preload|module/i).count()).toBe(0);

  proxy.mend();
  await page.getByRole('heading', { name: 'Extractors', exact: true }).waitFor();
  await away.waitFor({ state: 'detached' });

  proxy.cut();
  await page.getByRole('link', { name: 'Datasets', exact: true }).click();
  await page.getByRole('heading', { name: 'Datasets', exact: true }).waitFor();
  await away.waitFor();
  proxy.mend();
  await away.waitFor({ state: 'detached' });
  await page.getByText('No datasets yet').waitFor();
});
