import { HEARTBEAT_EXCHANGE } from '@pawprint/protocol';
import { createVirtualHost, startTestServer, type TestServer, type VirtualHost } from '@pawprint/testing';
import { type Channel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';

const DURABLE = { durable: true };
const INFO = { version: '1.0', process: { file: ['text/plain'] } };

let host: VirtualHost;
let channel: Channel;
let close: () => Promise<void>;
beforeAll(async () => {
  host = await createVirtualHost();
  const model = await connect(host.url);
  channel = await model.createChannel();
  await channel.assertExchange(HEARTBEAT_EXCHANGE, 'fanout', DURABLE);
  close = () => model.close();
});
afterAll(async () => {
  await close();
  await host.delete();
});

const startServer = (setting: 'on' | 'off'): Promise<TestServer> =>
  startTestServer({
    RABBITMQ_URI: host.url,
    PAWPRINT_SAMPLE_EXTRACTORS: 'off',
    PAWPRINT_APPROVE_CHANGES: setting,
  });

/** Somebody else on the broker announces the extractor with a trigger for all files, and a queue. */
const takeOver = (name: string): void => {
  const info = { ...INFO, name, process: { file: ['*'] } };
  const body = { id: 'intruder', queue: name, owner: '', extractor_info: info };
  channel.publish(HEARTBEAT_EXCHANGE, '', Buffer.from(JSON.stringify(body)));
};

const upload = async ({ client }: TestServer, file: string): Promise<void> => {
  const dataset = await client.call('createDataset', { body: { name: 'Soil' } });
  const form = new FormData();
  form.append('file', new Blob(['1;2']), file);
  await client.fetch('uploadToDataset', { params: { id: dataset?.id ?? '' } }, { body: form });
};

const changesOf = async ({ client }: TestServer, extractor: string) =>
  (await client.call('listExtractorChanges', { query: { extractor } }))?.items ?? [];

const depth = async (queue: string): Promise<number> => (await channel.checkQueue(queue)).messageCount;

test('where changes are approved, who takes a name over gets no job', async () => {
  const server = await startServer('on');
  const { client } = server;
  await client.call('registerExtractor', { body: { ...INFO, name: 'over-http' } });
  takeOver('over-http');
  await expect.poll(async () => (await changesOf(server, 'over-http'))[0]?.state).toBe('waiting');
  const [change] = await changesOf(server, 'over-http');
  expect(change).toMatchObject({
    kind: 'change',
    differences: [
      { field: 'files', before: ['text/plain'], after: ['*'] },
      { field: 'queue', before: [], after: ['over-http'] },
    ],
    from: { lane: 'rabbitmq', instance_id: 'intruder' },
  });
  await channel.assertQueue('over-http', DURABLE);
  await upload(server, 'a.csv');
  await upload(server, 'a.txt');
  const claim = { instance_id: 'i-1', version: '1.0', wait_s: 0 };
  const claimed = await client.call('claimJob', { params: { name: 'over-http' }, body: claim });
  expect(claimed?.job.resource.name).toBe('a.txt');
  expect(await depth('over-http')).toBe(0);

  await client.call('approveExtractorChange', { params: { id: change?.id ?? '' } });
  await upload(server, 'b.csv');
  await expect.poll(() => depth('over-http')).toBe(1);
  await server.stop();
});

test('where changes take effect at once, they are listed', async () => {
  const server = await startServer('off');
  await server.client.call('registerExtractor', { body: { ...INFO, name: 'open' } });
  takeOver('open');
  await expect
    .poll(async () => (await changesOf(server, 'open'))[0]?.differences)
    .toEqual([
      { field: 'files', before: ['text/plain'], after: ['*'] },
      { field: 'queue', before: [], after: ['open'] },
    ]);
  await channel.assertQueue('open', DURABLE);
  await upload(server, 'a.csv');
  await expect.poll(() => depth('open')).toBe(1);
  await server.stop();
});
