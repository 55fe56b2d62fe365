import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDatasetWith, createSignal } from '@pawprint/testing';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer(() => ({ env: { PAWPRINT_WEBHOOK_PRIVATE: 'on' } }));

/** A real receiver of webhooks, and the first call that it got. */
const startReceiver = async () => {
  let receive: (call: { headers: IncomingHttpHeaders; body: string }) => void = () => undefined;
  const received = new Promise<{ headers: IncomingHttpHeaders; body: string }>((resolve) => {
    receive = resolve;
  });
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      receive({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void receiver.close());
  return { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, received };
};

test('a job that is watched in the browser fails: the bell leads to it, and a webhook is called', async () => {
  const goOn = createSignal();
  await runExtractor(server(), 'e2e.fails', async () => {
    await goOn.given;
    throw new Error('No such column: depth');
  });
  await createDatasetWith(server().client, [{ name: 'soil.csv', content: 'a,b' }]);
  const readJob = async () => (await server().client.call('listJobs', { query: {} }))?.items[0];
  await expect.poll(async () => (await readJob())?.state).toBe('RUNNING');
  const jobId = (await readJob())?.id ?? '';

  const receiver = await startReceiver();
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/account`);
  await page.getByRole('button', { name: 'New webhook' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Lab');
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const secret = (await page.getByText(/^whsec_/).textContent()) ?? '';
  await page.getByRole('button', { name: 'Done' }).click();
  expect(await problems(page)).toEqual([]);

  await page.goto(`${server().url}/jobs/${jobId}`);
  await settle(page);
  await page.getByRole('button', { name: 'Tell me…' }).click();
  await page.getByRole('combobox', { name: 'Also by a webhook' }).selectOption('Lab');
  expect(await problems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Tell me', exact: true }).click();
  await page.getByRole('button', { name: 'You are told…' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'You are told…' }).waitFor();

  await page.goto(`${server().url}/jobs`);
  goOn.give();
  const { headers, body } = await receiver.received;
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  expect(new Webhook(secret).verify(body, texts)).toMatchObject({
    data: { title: 'e2e.fails on soil.csv: failed', link: `${server().url}/jobs/${jobId}` },
  });
  await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
  const told = page.getByRole('link', { name: 'e2e.fails on soil.csv: failed' });
  await told.waitFor();
  expect(await problems(page)).toEqual([]);
  await told.click();
  await page.waitForURL(`${server().url}/jobs/${jobId}`);
  await page.getByRole('region', { name: 'State of the job' }).getByText('Failed').first().waitFor();
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();

  await page.goto(`${server().url}/account`);
  await page.getByRole('button', { name: 'Deliveries to Lab' }).click();
  await page.getByText('Delivered, 1 attempt').waitFor();
});
