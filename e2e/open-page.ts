import { ADMIN, type ServerProcess } from '@pawprint/testing';
import { launchBrowser } from '@pawprint/testing/browser';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';

let browser: Browser | undefined;

/** One browser for the file that calls this; each page gets a context, and so a session, of its own. */
export const useBrowser = (): void => {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
};

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page in a new context. An error inside it, and what its content security policy refuses, fail the test at its end. */
export const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  if (!browser) throw new Error('Call useBrowser() at the top of the file.');
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', ...options });
  // Other browsers and servers may keep the processors busy.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await context.exposeBinding('reportViolation', (_, violation: string) => errors.push(violation));
  await context.addInitScript(reportViolations);
  onTestFinished(async () => {
    await context.close();
    expect(errors, 'errors thrown in the page').toEqual([]);
  });
  return page;
};

declare const reportViolation: (violation: string) => void;

/** Runs in every page before its own scripts. */
const reportViolations = (): void =>
  document.addEventListener(
    'securitypolicyviolation',
    ({ effectiveDirective, blockedURI, sample, sourceFile }) =>
      reportViolation(`${effectiveDirective} refuses ${blockedURI} ${sample} (${sourceFile})`),
  );

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** Signs in as a person does. */
export const signIn = async (page: Page, server: ServerProcess, who: Account = ADMIN): Promise<void> => {
  await page.goto(`${server.url}/login`);
  await fillSignIn(page, who);
  await page.getByRole('heading', { name: 'Home', exact: true }).waitFor();
};

/** Fills in the form of the login page, which is open, and sends it. */
export const fillSignIn = async (page: Page, { email, password }: Account): Promise<void> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};
