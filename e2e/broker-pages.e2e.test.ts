import {
  allEnded,
  createDatasetWith,
  followUntil,
  type RabbitBroker,
  type ServerProcess,
  startRabbitBroker,
} from '@pawprint/testing';
import { connect } from 'amqplib';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, PHONE, signIn, useBrowser } from './open-page.ts';
import { startRabbitFleet } from './rabbit-fleet.ts';
import { useServer } from './use-server.ts';

const EXTRACTOR = 'e2e.an-extractor-with-a-rather-long-name';
const HOSTILE = `<img src=x onerror="alert(1)"> \u001b[31mred ${'wide'.repeat(60)}`;

useBrowser();
let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
  return () => broker.close();
});
const server = useServer(() => ({ env: { RABBITMQ_URI: broker.url } }));

/** Messages for the broker pages: an unreadable report, unusable heartbeats, and failed jobs in an error queue. */
const leaveBehind = async (job_id: string): Promise<void> => {
  const model = await connect(broker.url);
  const channel = await model.createConfirmChannel();
  channel.publish('extractors', '', Buffer.from(HOSTILE));
  channel.publish('extractors', '', Buffer.from(JSON.stringify({ id: 'no uuid', queue: HOSTILE })));
  const failed = { id: 'f1', filename: `${HOSTILE}.csv`, job_id, retry_count: 10, reason: HOSTILE };
  channel.sendToQueue(`error.${EXTRACTOR}`, Buffer.from(JSON.stringify(failed)));
  channel.sendToQueue(`error.${EXTRACTOR}`, Buffer.from('no JSON'));
  await channel.waitForConfirms();
  await model.close();
};

const inQuarantine = async ({ client }: ServerProcess): Promise<number> =>
  (await client.call('listQuarantine', {}))?.items.length ?? 0;
const inErrorQueue = async ({ client }: ServerProcess): Promise<number | undefined> =>
  (await client.call('showErrorQueue', { params: { name: EXTRACTOR } }))?.depth;

beforeAll(async () => {
  const { client } = server();
  const fleet = await startRabbitFleet(server(), { url: broker.url, name: EXTRACTOR, prefetch: 1 });
  const { datasetId } = await createDatasetWith(client, [{ name: `${'long'.repeat(30)}.txt`, content: 'a' }]);
  const jobs = await followUntil(client, { dataset_id: datasetId }, allEnded(1));
  await leaveBehind([...jobs.keys()][0] ?? '');
  await vi.waitUntil(async () => (await inQuarantine(server())) === 2, { timeout: 60_000 });
  return () => fleet.close();
});

/** The number of elements of each table role in the accessibility tree. */
const rolesIn = async (page: Page): Promise<Record<string, number>> => {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const ofTable = ['table', 'row', 'columnheader', 'cell'];
  const seen = nodes.filter(({ ignored }) => !ignored).map(({ role }) => String(role?.value));
  return Object.fromEntries(ofTable.map((role) => [role, seen.filter((each) => each === role).length]));
};

const HAS_MESSAGES = /error-queue|quarantine/;

test('pages about RabbitMQ pass axe and do not scroll sideways', async () => {
  const page = await openPage();
  await signIn(page, server());
  const ofExtractor = ['', '?tab=jobs', '?tab=instances', '?tab=error-queue'].map(
    (tab) => `/extractors/${EXTRACTOR}${tab}`,
  );
  for (const path of ['/extractors', ...ofExtractor, '/admin/quarantine']) {
    await page.goto(server().url + path);
    await settle(page);
    // The button of an opened row has another name.
    const closed = page.getByRole('button', { name: /^Show the message/ });
    if (HAS_MESSAGES.test(path)) await closed.first().waitFor();
    for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
    expect(await problems(page), path).toEqual([]);
  }
});

test('on a phone rows are blocks and keep their table roles', async () => {
  const page = await openPage({ viewport: PHONE });
  await signIn(page, server());
  await page.goto(`${server().url}/extractors`);
  await settle(page);
  await page.getByRole('link', { name: EXTRACTOR }).waitFor();
  expect(await rolesIn(page)).toEqual({ table: 1, row: 2, columnheader: 5, cell: 5 });
});

test('an administrator replays a message and discards another', async () => {
  const page = await openPage({ viewport: PHONE });
  await signIn(page, server());
  await page.goto(`${server().url}/extractors/${EXTRACTOR}?tab=error-queue`);
  const ofJob = page.getByRole('row', { name: /onerror/ });
  await ofJob.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('1 message sent again.').waitFor();
  await page
    .getByRole('row', { name: /no known job/ })
    .getByRole('button', { name: 'Discard' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByText('The queue is empty.').waitFor();

  await page.goto(`${server().url}/quarantine`);
  await page.waitForURL('**/admin/quarantine');
  for (const left of ['1 message', 'No messages in quarantine']) {
    await page.getByRole('button', { name: 'Discard' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText(left, { exact: true }).waitFor();
  }
  expect(await inErrorQueue(server())).toBe(0);
  expect(await inQuarantine(server())).toBe(0);
});
