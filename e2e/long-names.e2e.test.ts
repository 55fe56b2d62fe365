import {
  allEnded,
  createDatasetWith,
  followUntil,
  type RabbitBroker,
  startRabbitBroker,
} from '@pawprint/testing';
import { connect } from 'amqplib';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { atRest, elementsBeside, settle, tooWide } from './look-over-page.ts';
import { DESKTOP, openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

/** A name of 255 bytes without a place to break it. */
const named = (start: string, end = '', bytes = 255): string =>
  start + 'w'.repeat(bytes - start.length - end.length) + end;

const DATASET = named('dataset-');
const FILE = named('file-', '.txt');
/** No extractor has a longer name. */
const EXTRACTOR = named('extractor-', '', 128);
const IN_BROKER = named('broker-', '', 128);

useBrowser();
let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
  return () => broker.close();
});
const server = useServer(() => ({ env: { RABBITMQ_URI: broker.url } }));

/** Puts a failed message into an error queue, and a heartbeat that cannot be used into the quarantine. */
const leaveBehind = async (jobId: string): Promise<void> => {
  const model = await connect(broker.url);
  const channel = await model.createConfirmChannel();
  await channel.assertExchange('extractors', 'fanout', { durable: true });
  for (const queue of [IN_BROKER, `error.${IN_BROKER}`]) await channel.assertQueue(queue, { durable: true });
  const info = { name: IN_BROKER, version: '1.0', description: '', process: { file: ['no/thing'] } };
  const heartbeat = { id: crypto.randomUUID(), queue: IN_BROKER, owner: '', extractor_info: info };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(heartbeat)));
  channel.publish('extractors', '', Buffer.from(JSON.stringify({ id: 'no uuid', queue: EXTRACTOR })));
  const failed = { id: 'f1', filename: FILE, job_id: jobId, retry_count: 10, reason: EXTRACTOR };
  channel.sendToQueue(`error.${IN_BROKER}`, Buffer.from(JSON.stringify(failed)));
  await channel.waitForConfirms();
  await model.close();
  const { client } = server();
  const isThere = async (): Promise<boolean> =>
    (await client.call('listQuarantine', {}))?.items.length === 1 &&
    (await client.call('showExtractor', { params: { name: IN_BROKER } }).catch(() => null)) !== null;
  await vi.waitUntil(isThere, { timeout: 60_000 });
};

interface Ids {
  readonly dataset: string;
  readonly file: string;
  readonly failed: string;
  readonly done: string;
}

let ids: Ids | undefined;

const prepare = async (): Promise<Ids> => {
  const { client, output } = server();
  await output.waitFor(/RabbitMQ is connected/);
  await runExtractor(server(), EXTRACTOR, async (job, context) => {
    await context.log.info(FILE);
    await context.addTags([named('tag-', '', 100)]);
    await context.uploadMetadata({ [named('key-')]: named('value-') });
    await context.uploadPreview(Buffer.from('a'), {
      filename: FILE,
      contentType: 'text/plain',
      title: named('title-'),
    });
    if (Object.keys(job.parameters).length === 0) throw new Error(named('error-'));
  });
  const { datasetId, fileIds } = await createDatasetWith(client, [{ name: FILE, content: 'a' }], DATASET);
  const [failed = ''] = (await followUntil(client, { dataset_id: datasetId }, allEnded(1))).keys();
  const parameters = { [named('parameter-')]: named('value-') };
  await client.call('resubmitJobs', { body: { filter: { extractor: EXTRACTOR }, parameters } });
  const jobs = await followUntil(client, { dataset_id: datasetId }, allEnded(2));
  const done = [...jobs.keys()].find((id) => id !== failed) ?? '';
  await leaveBehind(failed);
  return { dataset: datasetId, file: fileIds[0] ?? '', failed, done };
};

/** What is wider than the window: the page, a table in it, or an element. */
const wide = async (page: Page): Promise<string[]> => {
  const scrolls: string[] = await page.evaluate(`[document.scrollingElement]
    .filter(({ scrollWidth }) => scrollWidth > window.innerWidth)
    .map(({ scrollWidth }) => 'the page scrolls to ' + scrollWidth)`);
  return [...scrolls, ...(await tooWide(page)), ...(await page.evaluate(elementsBeside))].slice(0, 12);
};

/** The same in the window of a desktop and of a phone, by its name. */
const wideIn = async (page: Page, name: string): Promise<Record<string, readonly string[]>> => {
  const found: Record<string, readonly string[]> = {};
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    const broken = await atRest(page, () => wide(page));
    if (broken.length > 0) found[`${name}, ${viewport.width} px`] = broken;
  }
  return found;
};

test('names of 255 bytes make no page wider than the window of a phone or a desktop', async () => {
  ids ??= await prepare();
  const page = await openPage();
  await signIn(page, server());
  const found: Record<string, readonly string[]> = {};
  const { dataset, file, failed, done } = ids;
  const paths = [
    '/datasets',
    `/datasets/${dataset}`,
    `/datasets/${dataset}?tab=metadata`,
    `/datasets/${dataset}?tab=extractions`,
    `/files/${file}`,
    `/files/${file}?tab=metadata`,
    `/jobs/${failed}`,
    `/jobs/${done}`,
    '/extractors',
    ...['', '?tab=jobs', '?tab=instances', '?tab=changes'].map((tab) => `/extractors/${EXTRACTOR}${tab}`),
    ...['', '?tab=error-queue'].map((tab) => `/extractors/${IN_BROKER}${tab}`),
    '/jobs',
    '/',
    '/admin/quarantine',
  ];
  for (const path of paths) {
    await page.goto(server().url + path);
    await settle(page);
    // Rows that open: an extractor with its jobs, a job with its attempts, a message.
    const closed = page.locator('main button[aria-expanded=false]:not([aria-haspopup])');
    for (let left = 8; left > 0 && (await closed.count()) > 0; left -= 1) await closed.first().click();
    await settle(page);
    Object.assign(found, await wideIn(page, path));
  }
  expect(found).toEqual({});
});

/** The page, and the buttons that open a dialog or a list in it. */
const dialogs = (
  ids: Ids,
): readonly (readonly [path: string, ...buttons: readonly (string | RegExp)[]])[] => [
  ['/datasets', 'Operations of the last day'],
  [`/datasets/${ids.dataset}`, 'Submit'],
  [`/datasets/${ids.dataset}`, 'More actions', 'Run what is missing…'],
  [`/datasets/${ids.dataset}`, 'More actions', 'Delete the dataset'],
  [`/datasets/${ids.dataset}`, new RegExp(`^Actions for ${FILE}`), 'Delete the file…'],
  [`/datasets/${ids.dataset}`, new RegExp(`^Actions for ${FILE}`), 'Move to another dataset…'],
  [`/datasets/${ids.dataset}?tab=extractions`, 'Actions on all jobs', 'Resubmit failed…'],
  [`/files/${ids.file}`, 'Submit'],
  [`/files/${ids.file}`, 'More actions', 'Delete the file…'],
  [`/files/${ids.file}`, 'Actions on all jobs', 'Resubmit failed…'],
  [`/jobs/${ids.done}`, 'More ways to resubmit'],
  [`/jobs/${ids.done}`, 'More ways to resubmit', /other parameters/],
  [`/extractors/${EXTRACTOR}?tab=jobs`, 'Actions on all jobs', 'Resubmit failed…'],
  [`/extractors/${EXTRACTOR}?tab=jobs`, 'Actions on all jobs', 'Run what is missing…'],
  [`/extractors/${IN_BROKER}?tab=error-queue`, 'Discard'],
  ['/admin/quarantine', 'Discard'],
];

test('names of 255 bytes make no dialog wider than the window of a phone or a desktop', async () => {
  ids ??= await prepare();
  const page = await openPage();
  await signIn(page, server());
  const found: Record<string, readonly string[]> = {};
  for (const [path, ...buttons] of dialogs(ids)) {
    await page.goto(server().url + path);
    await settle(page);
    for (const name of buttons) {
      const exact = typeof name === 'string';
      const button = page
        .getByRole('button', { name, exact })
        .or(page.getByRole('menuitem', { name, exact }));
      await button.first().click();
    }
    await page.locator('[role=dialog], [role=menu]').first().waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    Object.assign(found, await wideIn(page, [path, ...buttons].join(' ')));
  }
  expect(found).toEqual({});
});
