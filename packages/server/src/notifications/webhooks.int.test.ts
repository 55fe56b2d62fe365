import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANA, createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { findDelivery, listDeliveries, restartDelivery } from '../store/notifications/deliveries.ts';
import { callWebhook } from './call-webhook.ts';
import { createNotificationsBench } from './notifications.builder.ts';
import { type SendPorts, sendDeliveries } from './send-deliveries.ts';
import { tellPeople } from './tell-people.ts';
import { createReceiver, SECRET, verifyCall } from './webhook-receiver.builder.ts';

let jobs: JobsBench;
let bench: ReturnType<typeof createNotificationsBench>;
let receiver: Awaited<ReturnType<typeof createReceiver>>;
beforeAll(async () => {
  jobs = await createJobsBench();
  bench = createNotificationsBench(jobs);
});
beforeEach(async () => {
  receiver = await createReceiver();
});
afterEach(async () => {
  await receiver.close();
  for (const table of ['watches', 'notifications', 'webhooks'] as const)
    await jobs.db.deleteFrom(table).execute();
});
afterAll(() => jobs.close());

const ports = (also: Partial<SendPorts> = {}): SendPorts => ({
  ...bench.ports,
  mailer: null,
  address: { publicUrl: 'https://pawprint.test' },
  webhookSecretOf: () => SECRET,
  allowPrivateWebhooks: true,
  ...also,
});

/** A job that Ana watches by a webhook has failed. The library that verifies signatures knows only the real time. */
const failWatchedJob = async (now: number): Promise<{ webhookId: string; jobId: string }> => {
  const webhookId = crypto.randomUUID();
  await jobs.db
    .insertInto('webhooks')
    .values({ id: webhookId, user_id: ANA.id, name: 'Lab', url: receiver.url(), created_at: new Date(now) })
    .execute();
  const file = await bench.addFile();
  const [jobId = ''] = await bench.submitMany(file, 1);
  await bench.watch({ jobIds: [jobId] }, 'failed');
  await jobs.db.updateTable('watches').set({ webhook_id: webhookId }).execute();
  await bench.fail(jobId);
  await tellPeople(bench.ports, now);
  return { webhookId, jobId };
};

const statesOf = async (webhookId: string) =>
  (await listDeliveries(jobs.db, webhookId, 10)).map(({ state, attempts }) => `${state} ${attempts}`);

test('a webhook is received after the receiver was down, with a signature that another library verifies', async () => {
  const now = Date.now();
  const { webhookId, jobId } = await failWatchedJob(now);
  await receiver.close();
  await sendDeliveries(ports(), now);
  const [waiting] = await listDeliveries(jobs.db, webhookId, 10);
  expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, answer: { status: null } });
  await receiver.open();
  await sendDeliveries(ports(), now);
  expect(receiver.received).toEqual([]);
  await sendDeliveries(ports(), now + 10_000);
  expect(await statesOf(webhookId)).toEqual(['delivered 2']);
  await sendDeliveries(ports(), now + 20_000);
  const [call, ...others] = receiver.received;
  expect(others).toEqual([]);
  expect(verifyCall(call)).toMatchObject({
    type: 'notification',
    data: {
      title: 'word-count on soil.csv: failed',
      target: { job_id: jobId },
      link: `https://pawprint.test/jobs/${jobId}`,
    },
  });
  expect(call?.headers['webhook-id']).toBe(waiting?.id);
  expect(() => verifyCall(call, `${call?.body} `)).toThrow('No matching signature');
});

test('what is refused for a day is given up, and can be sent again by hand with the same body', async () => {
  const now = Date.now();
  const { webhookId } = await failWatchedJob(now);
  receiver.status = 500;
  let at = now;
  for (let attempts = 0; attempts < 30; attempts += 1) {
    await sendDeliveries(ports(), at);
    at += 4 * 3_600_000;
  }
  const [delivery] = await listDeliveries(jobs.db, webhookId, 10);
  expect(delivery).toMatchObject({ state: 'failed', answer: { status: 500, text: 'no' } });
  expect(receiver.received.length).toBeGreaterThan(4);
  receiver.status = 204;
  await restartDelivery(jobs.db, delivery?.id ?? '', at);
  await sendDeliveries(ports(), at);
  expect((await findDelivery(jobs.db, webhookId, delivery?.id ?? ''))?.state).toBe('delivered');
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('a redirect is not followed', async () => {
  const now = Date.now();
  const { webhookId } = await failWatchedJob(now);
  receiver.status = 302;
  await sendDeliveries(ports(), now);
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  expect(await statesOf(webhookId)).toEqual(['waiting 1']);
});

test('of two servers one sends, and the other nothing', async () => {
  const now = Date.now();
  await failWatchedJob(now);
  await Promise.all([sendDeliveries(ports(), now), sendDeliveries(ports(), now)]);
  expect(receiver.received).toHaveLength(1);
});

test('this machine is not called, by address or by name, unless it is allowed', async () => {
  const now = Date.now();
  const call = (url: string, allowPrivate: boolean) =>
    callWebhook({ url, id: 'd1', body: '{}', secret: SECRET }, { now, allowPrivate });
  const byName = receiver.url().replace('127.0.0.1', 'localhost');
  const byMappedAddress = receiver.url().replace('127.0.0.1', '[::ffff:127.0.0.1]');
  for (const url of [receiver.url(), byName, byMappedAddress])
    expect(await call(url, false)).toMatchObject({
      status: null,
      text: expect.stringMatching(/private network/),
    });
  expect(receiver.received).toEqual([]);
  expect(await call(receiver.url(), true)).toEqual({ status: 204, text: '' });
});

test('a receiver that does not answer ends with the time limit', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const call = { url, id: 'd1', body: '{}', secret: SECRET };
  const answer = await callWebhook(call, { now: 0, allowPrivate: true, limitMs: 20 });
  expect(answer.status).toBeNull();
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

test('what its person no longer sees is not sent', async () => {
  const now = Date.now();
  const { webhookId } = await failWatchedJob(now);
  await jobs.db.updateTable('datasets').set({ created_by: null }).execute();
  await sendDeliveries(ports(), now);
  expect(receiver.received).toEqual([]);
  expect(await statesOf(webhookId)).toEqual(['failed 1']);
});
