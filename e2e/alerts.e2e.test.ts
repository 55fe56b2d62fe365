import { createDatasetWith } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const EXTRACTOR = 'e2e.absent';

/** The server looks every half a minute, and the bell every quarter of one. */
const timeout = 90_000;

test('a waiting job without an instance is told at the bell, and so is the end', {
  timeout: 240_000,
}, async () => {
  const { client, url } = server();
  await client.call('registerExtractor', {
    body: { name: EXTRACTOR, version: '1.0', process: { file: ['*/*'] } },
  });
  await createDatasetWith(client, [{ name: 'soil.csv', content: 'a,b' }]);

  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${url}/admin/alerts`);
  await settle(page);
  await page.getByRole('heading', { name: 'No alerts' }).waitFor();
  expect(await problems(page), 'no alerts').toEqual([]);
  await page.getByRole('button', { name: 'New alert' }).click();
  await page.getByRole('combobox', { name: 'When' }).selectOption('No instance runs');
  await page.getByRole('textbox', { name: 'For (minutes)' }).fill('0');
  expect(await problems(page), 'the dialog').toEqual([]);
  await page.getByRole('button', { name: 'Add', exact: true }).click();

  const row = page.getByRole('row', { name: /^An extractor with waiting jobs has no instance/ });
  await row.getByText('Alerting').waitFor({ timeout });
  await row.getByRole('link', { name: EXTRACTOR }).waitFor();
  expect(await problems(page), 'an alert').toEqual([]);
  await page.getByRole('button', { name: 'Notifications, 1 unread' }).click({ timeout });
  await page.getByRole('link', { name: `${EXTRACTOR}: no instance` }).click();
  await page.waitForURL(`${url}/extractors/${EXTRACTOR}`);
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();

  await runExtractor(server(), EXTRACTOR, async () => undefined);
  await page.getByRole('button', { name: 'Notifications, 1 unread' }).click({ timeout });
  await page.getByRole('link', { name: /^Over after .*: an extractor with waiting jobs/ }).waitFor();
  expect(await problems(page), 'the bell').toEqual([]);

  await page.goto(`${url}/admin/alerts`);
  await row.getByText('Fine').waitFor();
  await page.getByRole('button', { name: /^Remove: / }).click();
  await page.getByRole('button', { name: 'Remove the alert' }).click();
  await page.getByRole('heading', { name: 'No alerts' }).waitFor();
});
