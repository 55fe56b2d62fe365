import { ApiError } from '@pawprint/protocol';
import { type RabbitBroker, startRabbitBroker, startTestServer, type TestServer } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordBoundQueues } from './bound-queues.ts';

let broker: RabbitBroker;
let server: TestServer;
let connection: ChannelModel;
let channel: Channel;
beforeAll(async () => {
  broker = await startRabbitBroker({ plugins: ['rabbitmq_management'] });
  server = await startTestServer({
    RABBITMQ_URI: broker.url,
    RABBITMQ_MANAGEMENT_URL: broker.managementUrl,
    PAWPRINT_MAX_HEARTBEAT_EXTRACTORS: '2',
  });
  connection = await connect(broker.url);
  channel = await connection.createChannel();
});
afterAll(async () => {
  await connection.close();
  await server.stop();
  await broker.close();
});

const ready = async () => (await fetch(`${server.url}/api/ready`)).json() as Promise<{ checks: object }>;

const list = async () => (await server.client.call('listUnregisteredExtractors', {}))?.items ?? [];
const names = async () => (await list()).map(({ name }) => name);
const register = (name: string) => server.client.call('registerUnregisteredExtractor', { params: { name } });
const registered = async () => (await server.client.call('listExtractors', {}))?.map(({ name }) => name);

const sendHeartbeat = (name: string): void => {
  const extractor_info = { name, version: '1.0', process: { file: ['*'] } };
  const heartbeat = { id: name, queue: name, owner: '', extractor_info };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(heartbeat)));
};

test('heartbeats beyond the limit wait until an administrator registers their names', async () => {
  await expect.poll(async () => (await ready()).checks).toMatchObject({ broker: { ok: true } });
  for (const name of ['one', 'two', 'three']) sendHeartbeat(name);
  await expect.poll(list).toMatchObject([
    {
      name: 'three',
      source: 'heartbeat',
      version: '1.0',
      text: 'sends heartbeats, and the limit of names known by heartbeats only is reached: register it',
    },
  ]);
  expect(await registered()).toEqual(['one', 'two']);

  expect(await register('three')).toMatchObject({ name: 'three', version: '1.0', process: { file: ['*'] } });
  expect(await list()).toEqual([]);
});

test('an extractor that an administrator switches makes room for a further name', async () => {
  const params = { name: 'one' };
  await server.client.call('setExtractorEnabled', { params, body: { enabled: true } });
  sendHeartbeat('four');
  await expect.poll(registered).toContain('four');
});

test('a queue bound to the exchange of Clowder is found by the management plugin', async () => {
  await channel.assertExchange('clowder', 'topic', { durable: true });
  for (const queue of ['ncsa.unknown', 'one']) {
    await channel.assertQueue(queue, { durable: true });
    await channel.bindQueue(queue, 'clowder', '*.file.#');
  }
  const ports = {
    db: server.db,
    now: Date.now,
    broker: { uris: [broker.url] },
    managementUrl: broker.managementUrl,
  };
  await recordBoundQueues(ports);
  expect(await list()).toMatchObject([
    { name: 'ncsa.unknown', source: 'binding', text: 'queue without a registered extractor: register it' },
  ]);

  expect(await register('ncsa.unknown')).toMatchObject({ version: 'unknown', process: { file: [] } });
  await expect
    .poll(() => server.client.call('showExtractor', { params: { name: 'ncsa.unknown' } }))
    .toMatchObject({ queue: { name: 'ncsa.unknown', text: 'no consumers, sends no heartbeats' } });
});

test('a queue that is no longer bound is no longer listed', async () => {
  await channel.assertQueue('passing', { durable: true });
  await channel.bindQueue('passing', 'clowder', '*.file.#');
  const ports = {
    db: server.db,
    now: Date.now,
    broker: { uris: [broker.url] },
    managementUrl: broker.managementUrl,
  };
  await recordBoundQueues(ports);
  expect(await names()).toEqual(['passing']);
  await channel.deleteQueue('passing');
  await recordBoundQueues(ports);
  expect(await names()).toEqual([]);
});

test('a name that reports without an extractor is listed', async () => {
  const report = { file_id: 'f', extractor_id: 'reports.only', job_id: null, status: 'Done', start: '' };
  const setting = server.db.selectFrom('instance_settings').select('value').where('name', '=', 'broker_name');
  const { value } = await setting.executeTakeFirstOrThrow();
  channel.sendToQueue(`pawprint.${value}.replies`, Buffer.from(JSON.stringify(report)));
  await expect.poll(list).toMatchObject([{ name: 'reports.only', source: 'report', version: null }]);
});

test('only administrators see what is not registered', async () => {
  await expect(register('nobody')).rejects.toThrow(ApiError);
  const answer = await fetch(`${server.url}/api/unregistered-extractors`);
  expect(answer.status).toBe(401);
});

test('Prometheus reads how much waits, by extractor', async () => {
  const answer = await fetch(`${server.url}/metrics`, {
    headers: { authorization: `Bearer ${server.adminKey}` },
  });
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await answer.text();
  expect(text).toContain('# TYPE pawprint_jobs_waiting gauge\n');
  expect(text).toContain('pawprint_jobs{extractor="one",state="QUEUED"} 0\n');
  expect(text).toContain('pawprint_oldest_waiting_seconds{extractor="one"} 0\n');
  expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
});
