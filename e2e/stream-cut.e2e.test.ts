import { succeed } from '@pawprint/extractor';
import {
  allEnded,
  createCuttableProxy,
  createDatasetWith,
  createGate,
  followUntil,
  removeDataDir,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';

useBrowser();

test('a page shows that its stream is cut and catches up afterwards', async () => {
  const server = await startServerProcess();
  const proxy = await createCuttableProxy(server.url);
  const gate = await createGate();
  onTestFinished(async () => {
    await proxy.close();
    await gate.close();
    await server.stop();
    await removeDataDir(server.dataDir);
  });
  await runExtractor(server, 'e2e.lines', async (_, ctx) => {
    ctx.log.info('line 1');
    await fetch(gate.url);
    for (let n = 2; n <= 40; n += 1) ctx.log.info(`line ${n}`);
    return succeed('All lines said.');
  });
  const { fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  const page = await openPage();
  await signIn(page, server);
  await gate.arrived(1);
  await page.goto(`${proxy.url}/files/${fileIds[0]}`);
  const row = page.getByRole('row').filter({ hasText: 'e2e.lines' }).first();
  await row.getByText('Running', { exact: true }).waitFor();
  await page.locator('[data-live=on]').waitFor();

  proxy.cut();
  await page
    .getByText(/Reconnecting/)
    .first()
    .waitFor();
  gate.open();
  await followUntil(server.client, { resource_id: fileIds[0] ?? '' }, allEnded(1));
  expect(await row.getByText('Running', { exact: true }).count()).toBe(1);

  proxy.mend();
  await row.getByText('Done', { exact: true }).waitFor();
  await row.locator('a[href^="/jobs/"]').first().click();
  await page.getByText('line 40', { exact: true }).waitFor();
  for (let n = 1; n <= 40; n += 1)
    await expect
      .poll(() => page.getByText(`line ${n}`, { exact: true }).count(), { message: `line ${n}` })
      .toBe(1);
});

test('a page whose code is cut off while it loads stays as it is, and has it afterwards', async () => {
  const server = await startServerProcess();
  const proxy = await createCuttableProxy(server.url);
  onTestFinished(async () => {
    await proxy.close();
    await server.stop();
    await removeDataDir(server.dataDir);
  });
  const process = { file: ['text/*'] };
  await server.client.call('registerExtractor', { body: { name: 'e2e.idle', version: '1.0', process } });
  const { fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  const page = await openPage();
  await signIn(page, server);
  const asked = new Promise<void>((resolve) => {
    void page.route(/many-jobs-menu/, async (route) => {
      proxy.cut();
      await route.abort('connectionreset');
      resolve();
    });
  });
  await page.goto(`${proxy.url}/files/${fileIds[0]}`);
  await asked;
  await page
    .getByText(/Reconnecting/)
    .first()
    .waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'e2e.idle' }).count()).toBe(1);

  await page.unroute(/many-jobs-menu/);
  proxy.mend();
  await page.getByRole('button', { name: 'Actions on all jobs' }).waitFor();
});
