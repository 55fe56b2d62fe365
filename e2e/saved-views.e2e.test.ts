import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const BEN = { name: 'Ben Okafor', email: 'ben@example.org', password: 'clay and silt and sand' };

const registerBen = async (): Promise<void> => {
  const { client } = server();
  const invited = await client.call('invite', { body: { email: BEN.email } });
  const token = new URL(invited?.url ?? '').hash.slice(1);
  await client.call('acceptInvitation', { body: { token, name: BEN.name, password: BEN.password } });
};

const queryOf = (page: Page) => page.getByRole('textbox', { name: 'Query' });

const openPanel = async (page: Page, name = 'Saved views'): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { name: 'Saved views' }).waitFor();
};

test('a saved view is shared, opened by somebody else, and deleted', async () => {
  await registerBen();
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/jobs?q=${encodeURIComponent('state:failed by:me')}&sort=-elapsed_ms`);
  await settle(page);
  await openPanel(page);
  expect(await problems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save as a new view…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('My failures');
  await page.getByRole('checkbox', { name: 'Share with everybody' }).check();
  expect(await problems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const opened = page.getByRole('button', { name: 'My failures', exact: true });
  await opened.and(page.locator(':focus')).waitFor();
  await page.waitForURL(/[?&]view=/);
  const view = new URL(page.url()).searchParams.get('view') ?? '';

  const other = await openPage();
  await signIn(other, server(), BEN);
  await other.goto(`${server().url}/jobs?view=${view}`);
  await other.getByRole('button', { name: 'My failures', exact: true }).waitFor();
  await expect.poll(() => queryOf(other).inputValue()).toBe('state:failed by:me');
  await expect.poll(() => new URL(other.url()).searchParams.get('sort')).toBe('-elapsed_ms');
  await other.getByRole('heading', { name: 'No job matches' }).waitFor();
  await openPanel(other, 'My failures');
  await other.getByText('Shared by Administrator.').waitFor();

  await queryOf(page).fill('');
  await page.getByRole('button', { name: 'My failures (changed)' }).waitFor();
  await page.reload();
  await openPanel(page, 'My failures (changed)');
  await expect.poll(() => queryOf(page).inputValue()).toBe('');
  await page.getByRole('button', { name: 'Update the view' }).click();
  await page.getByText('You share it with everybody.', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete the view' }).click();
  await page.getByRole('button', { name: 'Saved views', exact: true }).waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.has('view')).toBe(false);

  await other.goto(`${server().url}/jobs?view=${view}`);
  await other.getByText('There is no such view, or it is not shared.').waitFor();
});
