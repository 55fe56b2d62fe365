import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

/** A text that would run in a page which made elements of it. It says where it was stored. File names have no slash. */
const trap = (place: string): string => `${place}"'><img src=x onerror=alert(1)><script>alert(1)`;
const LINK = 'javascript:alert(document.domain)';
const PAGE_IN_ADDRESS = 'data:text/html,<script>alert(1)</script>';

const TERMINAL_LINK = `\u001b]8;;${LINK}\u0007click\u001b]8;;\u0007 \u001b[31mred\u001b[0m `;

/** What is stored, by where; each has to be seen as text on a page. */
const TEXTS = {
  dataset: trap('dataset name'),
  datasetTag: trap('dataset tag'),
  // Forms write a double quote in a name as %22.
  file: `${trap('file name').replace('"', '')}.csv`,
  fileTag: trap('file tag'),
  key: trap('metadata key'),
  value: trap('metadata value'),
  link: LINK,
  page: PAGE_IN_ADDRESS,
  content: trap('content of a file'),
  log: trap('log'),
  progress: trap('progress'),
  error: trap('error'),
  preview: trap('preview'),
  description: trap('description of the extractor'),
  author: trap('author'),
  version: trap('v'),
  trigger: trap('trigger'),
  parameter: trap('parameter'),
  parameterHelp: trap('help of the parameter'),
  choice: trap('choice of the parameter'),
  host: trap('host'),
  space: trap('space'),
  spaceDescription: trap('description of the space'),
  person: trap('person'),
  apiKey: trap('name of the key'),
} as const;

const ANNOUNCED = 'e2e.announced';

type Place = keyof typeof TEXTS;

interface Addresses {
  readonly pages: readonly string[];
  /** Pages that show something after the rest of them, and what. */
  readonly late: Readonly<Record<string, readonly Place[]>>;
  /** Of files and previews. */
  readonly bytes: readonly string[];
}

/** Stores every text, and files and previews with scripts. */
const store = async (): Promise<Addresses> => {
  const { client } = server();
  await client.call('registerExtractor', {
    body: {
      name: ANNOUNCED,
      version: TEXTS.version,
      description: TEXTS.description,
      author: TEXTS.author,
      repository: [
        { repType: 'git', repUrl: LINK },
        { repType: 'git', repUrl: PAGE_IN_ADDRESS },
      ],
      process: { file: [TEXTS.trigger] },
      parameters: {
        type: 'object',
        title: TEXTS.parameter,
        properties: {
          [TEXTS.parameter]: {
            type: 'string',
            title: TEXTS.parameter,
            description: TEXTS.parameterHelp,
            enum: [TEXTS.choice, LINK],
            default: TEXTS.choice,
          },
        },
      },
    },
  });
  await client.call('sendHeartbeat', {
    params: { name: ANNOUNCED, instance_id: 'i-1' },
    body: { version: TEXTS.version, interval_s: 600, host: TEXTS.host },
  });
  await runExtractor(
    server(),
    'e2e.writes',
    async (_, context) => {
      await context.log.info(TERMINAL_LINK + TEXTS.log);
      context.progress(0.5, TEXTS.progress);
      await context.addTags([TEXTS.fileTag]);
      await context.uploadMetadata({ [TEXTS.key]: TEXTS.value, link: LINK, page: PAGE_IN_ADDRESS });
      for (const [contentType, content] of PREVIEWS)
        await context.uploadPreview(Buffer.from(content), {
          filename: 'preview',
          contentType,
          title: `${TEXTS.preview} ${contentType}`,
        });
      throw new Error(TEXTS.error);
    },
    { process: { file: ['text/csv'] } },
  );
  const files = [
    { name: TEXTS.file, content: 'a,b' },
    { name: 'notes.txt', content: TEXTS.content },
    { name: 'drawing.svg', content: SVG },
    { name: 'page.html', content: HTML },
  ];
  const { datasetId, fileIds } = await createDatasetWith(client, files, TEXTS.dataset);
  const [fileId = '', ...others] = fileIds;
  await client.call('addDatasetTags', { params: { id: datasetId }, body: { tags: [TEXTS.datasetTag] } });
  const space = { name: TEXTS.space, description: TEXTS.spaceDescription };
  const spaceId = (await client.call('createSpace', { body: space }))?.id;
  await client.call('createKey', { body: { name: TEXTS.apiKey, scopes: ['read'], expires_in_days: 1 } });
  const jobs = await followUntil(client, { dataset_id: datasetId }, allEnded(1));
  const job = `/jobs/${[...jobs.keys()][0]}`;
  const previews = (await client.call('showFile', { params: { id: fileId } }))?.previews ?? [];
  return {
    late: {
      [`/files/${fileId}?tab=metadata`]: ['key', 'value', 'page'],
      [`/files/${others[0]}?preview=true`]: ['content'],
      [job]: ['fileTag', 'log', 'progress', 'error', 'preview'],
      '/spaces': ['space', 'spaceDescription'],
      [`/extractors/${ANNOUNCED}?tab=instances`]: ['description', 'author', 'version', 'trigger', 'host'],
      '/account': ['apiKey'],
    },
    pages: [
      '/datasets',
      ...['', '?tab=metadata', '?tab=extractions'].map((search) => `/datasets/${datasetId}${search}`),
      ...['', '?tab=metadata', '?preview=true'].map((search) => `/files/${fileId}${search}`),
      ...others.map((id) => `/files/${id}?preview=true`),
      job,
      '/spaces',
      `/spaces/${spaceId}`,
      '/extractors',
      ...['', '?tab=jobs', '?tab=instances'].map((search) => `/extractors/${ANNOUNCED}${search}`),
      '/jobs',
      '/',
      '/account',
      ...['', '/people', '/extractors', '/audit', '/system'].map((tab) => `/admin${tab}`),
    ],
    bytes: [...fileIds.map((id) => `/api/files/${id}`), ...previews.map(({ id }) => `/api/previews/${id}`)],
  };
};

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect onload="alert(1)"/></svg>';
const HTML = '<!doctype html><script>alert(1)</script><img src=x onerror=alert(1)>';
const XML = `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="data:text/xsl,x"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`;

/** Of each type, as its content claims or denies. */
const PREVIEWS: readonly (readonly [contentType: string, content: string])[] = [
  ['image/svg+xml', SVG],
  ['text/html', HTML],
  ['image/png', HTML],
  ['image/svg+xml; charset=utf-8', SVG],
  ['text/plain', HTML],
  ['application/xhtml+xml', XML],
  ['text/xml', XML],
  ['application/pdf', '%PDF-1.7 /JavaScript (app.alert(1))'],
  ['text/markdown', `[x](${LINK})`],
];

test('no stored text or file runs a script, and each text is shown as it is', async () => {
  const { pages, late, bytes } = await store();
  const page = await openPage();
  const alarms: string[] = [];
  page.on('dialog', (dialog) => {
    alarms.push(`${dialog.message()} at ${page.url()}`);
    void dialog.dismiss();
  });
  await signIn(page, server());
  await renameMe(page);
  const shown: string[] = [];
  for (const path of pages) shown.push(...(await readPage(page, path, late[path])));
  const missing = Object.entries(TEXTS).filter(([, text]) => !shown.some((each) => each.includes(text)));
  expect(missing, 'not shown').toEqual([]);
  for (const path of bytes) expect(await openBytes(page, path), path).toMatch(/^(download|null)$/);
  expect(alarms).toEqual([]);

  // What a page without protection does.
  await page.goto(await siteWith(HTML));
  await expect.poll(() => alarms.length).toBeGreaterThan(0);
});

const renameMe = async (page: Page): Promise<void> => {
  const headers = { origin: server().url };
  const data = { name: TEXTS.person };
  const answer = await page.request.post(`${server().url}/api/auth/update-user`, { data, headers });
  expect(answer.status()).toBe(200);
};

/** The texts of a page and of its dialogs. */
const readPage = async (page: Page, path: string, late: readonly Place[] = []): Promise<string[]> => {
  await page.goto(server().url + path);
  await settle(page);
  // Its code loads after the rest of the page is shown, and what it shows after that.
  if (path.endsWith('?preview=true')) {
    await page.getByRole('region', { name: /^Preview of / }).waitFor();
    await settle(page);
  }
  const missing = async (): Promise<Place[]> => {
    const text = (await page.locator('body').textContent()) ?? '';
    return late.filter((place) => !text.includes(TEXTS[place]));
  };
  await expect.poll(missing, { message: path }).toEqual([]);
  const opensDialog = page.getByRole('button', { name: OPENS_DIALOG });
  // It appears once the rights of the reader are loaded.
  if (HAS_DIALOG.test(path)) await opensDialog.first().waitFor();
  const shown = [await page.evaluate(readTexts)];
  for (let n = 0; n < (await opensDialog.count()); n += 1) {
    await opensDialog.nth(n).click();
    const dialog = page.getByRole('dialog');
    await focusInDialog(page);
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const choice = page.getByRole('radio', { name: new RegExp(ANNOUNCED) });
    if ((await choice.count()) > 0) await choice.check();
    shown.push(await page.evaluate(readTexts));
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  return shown;
};

/** Opens a file in a tab, as a link does: what is shown has the origin `null`, and is no page of the server. */
const openBytes = async (page: Page, path: string): Promise<string> => {
  await page.goto('about:blank');
  const download = page.waitForEvent('download').then(() => 'download');
  const opened = page.goto(`${server().url}${path}?disposition=inline`).then(
    () => page.evaluate('origin') as Promise<string>,
    () => download,
  );
  return Promise.race([opened, download]);
};

const OPENS_DIALOG = /^(Submit|Share…)$/;
const HAS_DIALOG = /^\/(datasets|files|extractors)\/./;

/** Runs in the page: the texts in it, also those of fields and attributes. Fails if a link or an element is one of ours. */
const readTexts = (): string => {
  const made = document.querySelectorAll(
    'img[src="x"], [onerror], [onload], a[href^="javascript:"], a[href^="data:"]',
  );
  if (made.length > 0) throw new Error(`The page has made an element: ${made[0]?.outerHTML}`);
  const texts = [document.body.textContent];
  for (const element of document.querySelectorAll('*')) {
    for (const { value } of element.attributes) texts.push(value);
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      texts.push(element.value);
  }
  return texts.join('\n');
};

/** The address of a site that sends this page without any protection. */
const siteWith = async (html: string): Promise<string> => {
  const site = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  onTestFinished(() => site.close().closeAllConnections());
  return `http://localhost:${(site.address() as AddressInfo).port}/`;
};
