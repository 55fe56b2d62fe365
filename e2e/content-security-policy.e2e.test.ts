import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Locator, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

/** `openPage` fails a test in which a policy refuses anything. */
test('no page, menu or dialog does what its policy refuses', async () => {
  const page = await openPage();
  const complaints = complaintsIn(page);
  await signIn(page, server());
  for (const path of await prepare()) {
    await page.goto(server().url + path);
    await settle(page);
    await lookAtAll(page, page.locator('button[aria-haspopup]:visible'));
    await lookAtAll(page, page.getByRole('button', { name: OPENS_DIALOG }));
  }
  await page.getByRole('button', { name: 'Colour scheme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
  expect(complaints).toEqual([]);
});

const prepare = async (): Promise<string[]> => {
  await runExtractor(server(), 'e2e.works', async (_, ctx) => {
    await ctx.uploadMetadata({ words: 3 });
  });
  // A change, which the panels of changes show.
  await server().client.call('registerExtractor', {
    body: { name: 'e2e.works', version: '2.0', process: { file: ['text/*'] } },
  });
  const { datasetId, fileIds } = await createDatasetWith(server().client, [TEXT_FILE]);
  const spaceId = (await server().client.call('createSpace', { body: { name: 'Soil lab' } }))?.id;
  const jobs = await followUntil(server().client, { dataset_id: datasetId }, allEnded(1));
  const tabs = ['', '?tab=metadata', '?tab=extractions'];
  return [
    '/',
    '/jobs',
    '/datasets',
    ...tabs.map((tab) => `/datasets/${datasetId}${tab}`),
    ...[...tabs, '?preview=true'].map((tab) => `/files/${fileIds[0]}${tab}`),
    `/jobs/${[...jobs.keys()][0]}`,
    '/spaces',
    `/spaces/${spaceId}`,
    '/extractors',
    ...['', '?tab=jobs', '?tab=instances', '?tab=changes'].map((tab) => `/extractors/e2e.works${tab}`),
    ...['people', 'extractors', 'audit', 'system', 'error-queues', 'quarantine'].map(
      (tab) => `/admin/${tab}`,
    ),
    '/account',
    '/no/such/page',
  ];
};

const TEXT_FILE = { name: 'a.txt', content: 'a b c' };

const OPENS_DIALOG = /^(New (dataset|space|key)|Submit|Add metadata|Add a person|Invite a person|Manage .*)$/;

/** Counts them again after each: some appear only once the rights of the reader are loaded. */
const lookAtAll = async (page: Page, buttons: Locator): Promise<void> => {
  for (let n = 0; n < (await buttons.count()); n += 1) await lookAt(page, buttons.nth(n));
};

const lookAt = async (page: Page, button: Locator): Promise<void> => {
  const opened = page.locator('[role=menu]:visible, [role=dialog]:visible').first();
  await button.click();
  await opened.waitFor();
  await focusInDialog(page);
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'hidden' });
};

/** What the browser has to say of the headers. */
const complaintsIn = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/policy/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
};

test('the pages of the API load everything that they need', async () => {
  const page = await openPage();
  const complaints = complaintsIn(page);
  await signIn(page, server());
  await page.goto(`${server().url}/api/docs/`);
  await page.locator('.opblock-tag').first().click();
  await page.locator('.opblock').first().click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await page.locator('.live-responses-table').waitFor();
  expect(complaints).toEqual([]);
});

test('the policy of the page refuses what an injected script would do', async () => {
  const page = await openPage();
  await signIn(page, server());
  await page.evaluate(collectRefused);
  const elsewhere = await otherSite('text/plain', '');
  await page.evaluate(injectAll, elsewhere);
  await page.evaluate(`void import('${elsewhere}').catch(() => undefined)`);
  await expect
    .poll(() => page.evaluate(() => [...(window.refused ?? [])].toSorted()))
    .toEqual([
      'connect-src',
      'form-action',
      'frame-src',
      'img-src',
      'media-src',
      'require-trusted-types-for',
      'script-src-elem',
      'style-src-attr',
      'style-src-elem',
    ]);
});

declare global {
  interface Window {
    /** The directives that have refused something. */
    refused?: Set<string>;
  }
}

/** Runs in the page, and keeps `openPage` from taking what is refused for a failure. */
const collectRefused = (): void => {
  const refused = new Set<string>();
  window.refused = refused;
  window.addEventListener(
    'securitypolicyviolation',
    (event) => {
      event.stopImmediatePropagation();
      refused.add(event.effectiveDirective);
    },
    true,
  );
};

/** Runs in the page. */
const injectAll = (elsewhere: string): void => {
  const add = (name: string, attributes: Record<string, string>): HTMLElement => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return document.body.appendChild(element);
  };
  void fetch(elsewhere).catch(() => undefined);
  add('img', { src: elsewhere });
  add('audio', { src: elsewhere });
  add('iframe', { src: elsewhere });
  add('style', {}).textContent = 'body { display: none }';
  add('div', { style: 'display: none' });
  try {
    add('div', {}).innerHTML = '<b>text</b>';
  } catch {
    // Trusted types throw.
  }
  const form = add('form', { action: elsewhere });
  if (form instanceof HTMLFormElement) form.submit();
};

test('other sites can frame neither pages nor the API nor files', async () => {
  const page = await openPage();
  await signIn(page, server());
  const { fileIds } = await createDatasetWith(server().client, [TEXT_FILE]);
  for (const path of ['/datasets', '/api/docs/', `/api/files/${fileIds[0]}?disposition=inline`]) {
    const url = server().url + path;
    const failed = page.waitForEvent('requestfailed', (request) => request.url() === url);
    await page.goto(await otherSite('text/html', `<iframe src="${url}"></iframe>`));
    expect((await failed).failure()?.errorText, path).toBe('net::ERR_BLOCKED_BY_RESPONSE');
  }
});

/** The address of a server that answers everything like this. */
const otherSite = async (type: string, body: string): Promise<string> => {
  const site = createServer((_, response) => response.setHeader('content-type', type).end(body));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  onTestFinished(() => site.close().closeAllConnections());
  return `http://localhost:${(site.address() as AddressInfo).port}/`;
};
