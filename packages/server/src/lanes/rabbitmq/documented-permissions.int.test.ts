import { readFileSync } from 'node:fs';
import {
  allEnded,
  createDatasetWith,
  createVirtualHost,
  followUntil,
  type RabbitPermissions,
  startTestServer,
  type TestServer,
  type VirtualHost,
} from '@pawprint/testing';
import { type ChannelModel, type ConsumeMessage, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PAGE = readFileSync(new URL('../../../../../docs/rabbitmq.md', import.meta.url), 'utf8');
const NAME = 'ncsa.wordcount';

/** The permissions that docs/rabbitmq.md has operators give this user. */
const documented = (user: string): RabbitPermissions => {
  const command = new RegExp(`set_permissions -p clowder ${user} '([^']*)' '([^']*)' '([^']*)'`);
  const [, configure, write, read] = command.exec(PAGE) ?? [];
  if (configure === undefined || write === undefined || read === undefined)
    throw new Error(`docs/rabbitmq.md gives ${user} no permissions`);
  return { configure, write, read };
};

let host: VirtualHost;
let server: TestServer;
beforeAll(async () => {
  host = await createVirtualHost();
  server = await startTestServer({ RABBITMQ_URI: await host.urlWith(documented('pawprint')) });
});
afterAll(async () => {
  await server.stop();
  await host.delete();
});

/** Does everything that pyClowder does with the broker, in its order. */
const startExtractor = async (url: string): Promise<ChannelModel> => {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const work = (message: ConsumeMessage): void => {
    const { id, job_id } = JSON.parse(message.content.toString()) as { id: string; job_id: string };
    const { correlationId, replyTo } = message.properties;
    for (const member of ['start', 'done']) {
      const status = { status: `StatusMessage.${member}: text`, message_type: `StatusMessage.${member}` };
      const report = { file_id: id, extractor_id: NAME, job_id, start: '', message: 'text', ...status };
      channel.sendToQueue(replyTo, Buffer.from(JSON.stringify(report)), { persistent: true, correlationId });
    }
    channel.sendToQueue(`error.${NAME}`, message.content, { persistent: true });
    channel.ack(message);
  };
  await channel.prefetch(1);
  await channel.assertQueue(NAME, { durable: true });
  await channel.assertQueue(`error.${NAME}`, { durable: true });
  await channel.assertExchange('extractors', 'fanout', { durable: true });
  await channel.consume(NAME, (message) => message && work(message));
  const extractor_info = { name: NAME, version: '1.0', process: { file: ['*'] } };
  const heartbeat = { id: 'one', queue: NAME, owner: '', extractor_info };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(heartbeat)));
  return connection;
};

const extractorIsKnown = (): Promise<unknown> =>
  expect
    .poll(async () => (await server.client.call('listExtractors', {}))?.map(({ name }) => name))
    .toContain(NAME);

test.each(['extractors', 'wordcount'])('a job runs with the documented permissions of %s', async (user) => {
  const extractor = await startExtractor(await host.urlWith(documented(user)));
  await extractorIsKnown();

  const { datasetId } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'clay' }]);
  const jobs = await followUntil(server.client, { dataset_id: datasetId }, allEnded(1));

  expect([...jobs.values()]).toMatchObject([{ state: 'SUCCEEDED', extractor: NAME }]);
  await extractor.close();
});

test('an extractor on our SDK has the permission to receive cancels', async () => {
  const connection = await connect(await host.urlWith(documented('extractors')));
  const channel = await connection.createChannel();
  await channel.assertExchange('pawprint.control', 'fanout', { durable: true });
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, 'pawprint.control', '');

  expect(await channel.consume(queue, () => undefined, { noAck: true })).toHaveProperty('consumerTag');
  await connection.close();
});

test('the server has the permission to watch the queues of extractors', async () => {
  const isWatched = () =>
    server.db.selectFrom('extractors').select('queue_watched').where('name', '=', NAME).executeTakeFirst();
  await expect.poll(isWatched).toEqual({ queue_watched: true });
});

test('the server has the permissions to read and empty an error queue', async () => {
  const params = { name: NAME };
  const { depth = 0 } = (await server.client.call('showErrorQueue', { params })) ?? {};

  expect(depth).toBeGreaterThan(0);
  expect(await server.client.call('discardErrorQueue', { params, body: {} })).toEqual({ discarded: depth });
});

test.each(['extractors', 'wordcount'])('%s is not permitted to read the reports of others', async (user) => {
  const connection = await connect(await host.urlWith(documented(user)));
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);

  await expect(channel.consume('pawprint.x.replies', () => undefined)).rejects.toThrow(/ACCESS_REFUSED/);
  await connection.close();
});
