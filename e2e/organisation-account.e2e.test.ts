import { ADMIN, freePort, type IdentityProvider, startIdentityProvider } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle, tooWide, violations } from './look-over-page.ts';
import { DESKTOP, fillSignIn, openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();

let port: number;
let provider: IdentityProvider;
beforeAll(async () => {
  port = await freePort();
  provider = await startIdentityProvider(`http://127.0.0.1:${port}`);
});
const server = useServer(() => ({ port, env: { ...provider.env, PAWPRINT_OIDC_REGISTRATION: 'on' } }));
afterAll(() => provider.close());

const BUTTON = { name: 'Sign in with Example University' };

/** Fills in the provider's own pages. */
const signInThere = async (page: Page, login: string): Promise<void> => {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
};

test('a person signs in at the provider, comes back to where they were, and signs out', async () => {
  provider.people.set('ana', { name: 'Ana Ruiz', email: 'ana@example.org', email_verified: true });
  const page = await openPage();
  await page.goto(`${server().url}/spaces`);
  await page.getByRole('button', BUTTON).click();
  await signInThere(page, 'ana');
  await page.getByRole('heading', { name: 'Spaces', exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/spaces');
  await page.getByRole('button', { name: 'Account of Ana Ruiz' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', BUTTON).waitFor();
  await page.goto(`${server().url}/spaces`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('who cancels at the provider reads so, and can use a password', async () => {
  const page = await openPage();
  await page.goto(`${server().url}/login`);
  await page.getByRole('button', BUTTON).click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  const reason = await page.getByRole('alert').innerText();
  expect(reason).toBe('Example University did not sign you in, or you cancelled.');
  await fillSignIn(page, ADMIN);
  await page.getByRole('heading', { name: 'Home', exact: true }).waitFor();
});

test('an unverified address of another person is refused in words', async () => {
  provider.people.set('eve', { name: 'Eve', email: ADMIN.email, email_verified: false });
  const page = await openPage();
  await page.goto(`${server().url}/login`);
  await page.getByRole('button', BUTTON).click();
  await signInThere(page, 'eve');
  const reason = await page.getByRole('alert').innerText();
  expect(reason).toContain('Example University cannot prove that it is yours.');
});

test('a visit that ends while the provider is away ends on the sign-in page', async () => {
  const page = await openPage();
  await page.goto(`${server().url}/login`);
  await page.getByRole('button', BUTTON).click();
  await page.getByPlaceholder('Enter any login').waitFor();
  await provider.close();
  await page.goto(`${server().url}/api/auth/callback/oidc?state=x&code=y`);
  const reason = await page.getByRole('alert').innerText();
  expect(reason).toMatch(/took too long|did not work/);
  await fillSignIn(page, ADMIN);
  await page.getByRole('heading', { name: 'Home', exact: true }).waitFor();
  await provider.listen();
});

test('a person connects an account without an address, and disconnects it', async () => {
  provider.people.set('0000-0002-1825-0097', { name: 'Josiah Carberry' });
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/account`);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await signInThere(page, '0000-0002-1825-0097');
  await page.getByText('You can sign in with your account of Example University.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
});

test.each([
  ['light', 'desktop', DESKTOP],
  ['dark', 'desktop', DESKTOP],
  ['light', 'phone', PHONE],
  ['dark', 'phone', PHONE],
] as const)('the sign-in page passes axe and fits: %s, %s', async (colorScheme, _, viewport) => {
  const page = await openPage({ colorScheme, viewport });
  await page.goto(`${server().url}/login?error=account_not_linked`);
  await page.getByRole('button', BUTTON).waitFor();
  await settle(page);
  expect(await violations(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
});
