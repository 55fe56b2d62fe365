import {
  allEnded,
  createDatasetWith,
  createVirtualHost,
  followUntil,
  startTestServer,
  type TestServer,
  type VirtualHost,
} from '@pawprint/testing';
import { type Channel, type ChannelModel, type ConsumeMessage, connect } from 'amqplib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

const NAME = 'ncsa.wordcount';
const EXCHANGE = 'clowder';
const DURABLE = { durable: true };

let host: VirtualHost;
let server: TestServer;
let connection: ChannelModel | undefined;
let isBroken = false;
beforeAll(async () => {
  host = await createVirtualHost();
  server = await startTestServer({ RABBITMQ_URI: host.url });
});
afterEach(async () => {
  await connection?.close();
  connection = undefined;
});
afterAll(async () => {
  await server.stop();
  await host.delete();
});

const INFO = {
  '@context': 'http://clowder.ncsa.illinois.edu/contexts/extractors.jsonld',
  name: NAME,
  version: '2.0',
  contexts: [{ words: 'http://clowder.ncsa.illinois.edu/metadata/ncsa.wordcount#words' }],
  repository: [{ repType: 'git', repUrl: 'https://example.org/x.git' }],
  process: { file: ['text/*', 'application/json'] },
  external_services: [],
  dependencies: [],
  bibtex: [],
};

/** `ExtractorRunner.registerExtractor` of jclowder: anything but 200 ends it. */
const register = async (): Promise<void> => {
  const response = await fetch(`${server.url}/api/extractors?key=${server.adminKey}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(INFO),
  });
  expect(response.status).toBe(200);
};

/** `ExtractorRunner.startListening` of jclowder, in its order. It never sends a heartbeat. */
const listen = async (): Promise<void> => {
  connection = await connect(host.url);
  const channel = await connection.createChannel();
  await channel.assertExchange(EXCHANGE, 'topic', DURABLE);
  await channel.assertQueue(NAME, DURABLE);
  await channel.assertQueue(`error.${NAME}`, DURABLE);
  await channel.prefetch(1);
  for (const key of ['*.file.text.#', '*.file.application.json'])
    await channel.bindQueue(NAME, EXCHANGE, key);
  await channel.consume(NAME, (message) => {
    if (message !== null) void (isBroken ? giveUp : processMessage)(channel, message);
  });
};

interface Body {
  readonly jobid: string;
  readonly id: string;
  readonly host: string;
  readonly secretKey: string;
  readonly intermediateId: string;
}

/** Nothing but the first line and "Done" reaches the server: jclowder only logs a status update that it cannot send. */
const giveUp = async (channel: Channel, message: ConsumeMessage): Promise<void> => {
  const say = sayAbout(channel, message);
  const { correlationId } = message.properties;
  say('Starting file download.');
  const received = message.content.toString();
  channel.sendToQueue(`error.${NAME}`, Buffer.from(JSON.stringify(received)), { correlationId });
  say('Done');
  channel.ack(message);
};

/** `ExtractorRunner.statusUpdate` of jclowder. */
const sayAbout = (channel: Channel, message: ConsumeMessage) => {
  const body = JSON.parse(message.content.toString()) as Body;
  const { replyTo, correlationId } = message.properties;
  return (status: string): void => {
    const report = { job_id: body.jobid, file_id: body.id, extractor_id: NAME, status };
    const start = new Date().toISOString();
    channel.sendToQueue(replyTo, Buffer.from(JSON.stringify({ ...report, start })), { correlationId });
  };
};

/** `ExtractorRunner.onMessage` of jclowder: free texts, no start, and a bare "Done" at the end. */
const processMessage = async (channel: Channel, message: ConsumeMessage): Promise<void> => {
  const body = JSON.parse(message.content.toString()) as Body;
  const say = sayAbout(channel, message);
  say('Starting file download.');
  say('Downloading file');
  const address = `${body.host}/api/files/${body.intermediateId}?key=${body.secretKey}`;
  const words = (await (await fetch(address)).text()).split(' ').length;
  say('Processing file.');
  await postMetadata(body, words);
  say('Done');
  channel.ack(message);
};

const postMetadata = async ({ host: base, id, secretKey }: Body, words: number): Promise<void> => {
  const metadata = {
    '@context': ['https://clowder.ncsa.illinois.edu/contexts/metadata.jsonld', INFO.contexts[0]],
    attachedTo: { resourceType: 'file', id },
    agent: {
      '@type': 'cat:extractor',
      extractor_id: `https://clowder.ncsa.illinois.edu/extractors/${NAME}/2.0`,
    },
    content: { words },
    extractor_id: NAME,
  };
  const answer = await fetch(`${base}/api/files/${id}/metadata.jsonld?key=${secretKey}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  });
  expect(answer.status).toBe(200);
};

const showExtractor = () => server.client.call('showExtractor', { params: { name: NAME } });

test('a job that waits for jclowder runs as soon as its queue is there', async () => {
  await register();
  const words = { name: 'words.txt', content: 'one two three', type: 'text/plain' };
  const { datasetId, fileIds } = await createDatasetWith(server.client, [words]);
  expect(await showExtractor()).toMatchObject({ queue: null, waiting: 1, running: 0 });
  await listen();

  const jobs = await followUntil(server.client, { dataset_id: datasetId }, allEnded(1));
  expect([...jobs.values()]).toMatchObject([{ state: 'SUCCEEDED', attempt_count: 1 }]);
  const metadata = await server.client.call('listFileMetadata', { params: { id: fileIds[0] ?? '' } });
  expect(metadata).toMatchObject([{ content: { words: 3 } }]);
  await expect.poll(showExtractor).toMatchObject({
    queue: { name: NAME, consumers: 1, sends_heartbeats: false, text: '1 consumer, sends no heartbeats' },
    instances: { live: 0, late: 0, stopped: 0, gone: 0 },
    waiting: 0,
    oldest_waiting_s: null,
    last_seen_at: expect.any(String),
  });
});

test('jobs wait in the broker while jclowder is restarted', async () => {
  const more = { name: 'more.txt', content: 'one two', type: 'text/plain' };
  const { datasetId } = await createDatasetWith(server.client, [more]);
  await expect.poll(showExtractor).toMatchObject({ waiting: 1, oldest_waiting_s: expect.any(Number) });
  await register();
  await listen();
  const jobs = await followUntil(server.client, { dataset_id: datasetId }, allEnded(1));
  expect([...jobs.values()]).toMatchObject([{ state: 'SUCCEEDED', attempt_count: 1 }]);
});

test('a job that jclowder put into its error queue is failed, and done once it was replayed', async () => {
  isBroken = true;
  await listen();
  const third = { name: 'third.txt', content: 'one two', type: 'text/plain' };
  const { datasetId } = await createDatasetWith(server.client, [third]);
  const isFailed = ({ state }: { readonly state: string }): boolean => state === 'FAILED';
  const jobs = await followUntil(server.client, { dataset_id: datasetId }, (all) =>
    [...all.values()].some(isFailed),
  );
  const [job] = jobs.values();
  expect(job).toMatchObject({ reason: { code: 'in_error_queue' }, attempt_count: 1 });

  isBroken = false;
  const params = { name: NAME };
  expect(await server.client.call('showErrorQueue', { params })).toMatchObject({
    messages: [{ job: { id: job?.id } }],
  });
  await server.client.call('replayErrorQueue', { params, body: {} });
  const after = await followUntil(server.client, { dataset_id: datasetId }, (all) =>
    [...all.values()].some(({ state }) => state === 'SUCCEEDED'),
  );
  expect([...after.values()]).toMatchObject([{ id: job?.id, attempt_count: 2, flags: ['reopened'] }]);
});

test('the metrics say that reports are received', async () => {
  const measure = async (): Promise<string> =>
    (await fetch(`${server.url}/metrics`, { headers: { 'x-api-key': server.adminKey } })).text();
  await expect.poll(measure).toMatch(/^pawprint_reports_received 1$[^]*^pawprint_reports_waiting 0$/m);
});
