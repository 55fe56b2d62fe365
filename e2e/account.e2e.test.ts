import { ADMIN } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { problems, settle, violations } from './look-over-page.ts';
import { openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const statusWith = async (path: string, key: string): Promise<number> =>
  (await fetch(server().url + path, { headers: { 'x-api-key': key } })).status;

test('a key is created in plain words, shown once, and revoked', async () => {
  const page = await openPage();
  await signIn(page, server());
  await page.getByRole('button', { name: 'Account of Administrator' }).click();
  await page.getByRole('menuitem', { name: 'Account' }).click();
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New key' });
  await dialog.getByLabel('Name').fill('night script');
  await dialog.getByRole('button', { name: 'Create' }).click();
  const key = (await dialog.locator('code').innerText()).trim();
  expect(await statusWith('/api/datasets', key)).toBe(200);
  expect(await statusWith('/api/quarantine', key)).toBe(403);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  const row = page.getByRole('row', { name: /night script/ });
  await row.getByText('see data').waitFor();
  expect(await page.content()).not.toContain(key);
  await row.getByRole('button', { name: 'Revoke night script' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the key' }).click();
  await row.waitFor({ state: 'detached' });
  await expect.poll(() => statusWith('/api/me', key)).toBe(401);
});

test('the page and its dialog for a new key pass axe and fit', async () => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/account`);
  await settle(page);
  await page.getByRole('heading', { name: 'Signed in' }).waitFor();
  expect(await problems(page)).toEqual([]);
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New key' });
  await dialog.getByLabel('Name').waitFor();
  const overflow = await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(overflow).toBe(0);
  expect(await problems(page)).toEqual([]);
});

test('other browsers are signed out, by a button and by a new password', async () => {
  const here = await openPage();
  await signIn(here, server());
  const elsewhere = await openPage();
  await signIn(elsewhere, server());
  await here.goto(`${server().url}/account`);
  await here.getByText('this browser').waitFor();
  await here.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await here.getByText('You are signed in only here.').waitFor();
  await elsewhere.goto(`${server().url}/account`);
  await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor();

  await signIn(elsewhere, server());
  await here.getByLabel('Current password', { exact: true }).fill('not the right one');
  await here.getByLabel('New password', { exact: true }).fill('a new password');
  await here.getByRole('button', { name: 'Change the password' }).click();
  await here.getByText('The password was not changed.').waitFor();
  await here.getByLabel('Current password', { exact: true }).fill(ADMIN.password);
  await here.getByRole('button', { name: 'Change the password' }).click();
  await here.getByText('The password was changed.').waitFor();
  await elsewhere.reload();
  await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor();
  await here.reload();
  expect(await here.getByText('You are signed in only here.').innerText()).toBeTruthy();
});
