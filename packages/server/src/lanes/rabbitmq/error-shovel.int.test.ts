import { createHash } from 'node:crypto';
import {
  createDatasetWith,
  createVirtualHost,
  followUntil,
  type PyclowderMessage,
  startPyclowderInstance,
  startTestServer,
  type TestServer,
} from '@pawprint/testing';
import { type Channel, connect } from 'amqplib';
import { expect, onTestFinished, test } from 'vitest';

const FILE_EXTRACTOR = 'shovelled.digest';
const DATASET_EXTRACTOR = 'shovelled.count';
const FILES = ['clay', 'silt', 'sand'];

interface Bench {
  readonly server: TestServer;
  readonly channel: Channel;
  /** The messages that extractors received, in order. */
  readonly received: readonly PyclowderMessage[];
  /** Lets the extractors succeed from now on. */
  readonly heal: () => void;
}

/** A server with two extractors on pyClowder's wire, which fail every try until they are healed. */
const startBench = async (): Promise<Bench> => {
  const host = await createVirtualHost();
  onTestFinished(() => host.delete());
  const server = await startTestServer({ RABBITMQ_URI: host.url });
  onTestFinished(() => server.stop());
  const model = await connect(host.url);
  onTestFinished(() => model.close());
  let isIll = true;
  const received: PyclowderMessage[] = [];
  const beforeWork = async (message: PyclowderMessage) => {
    received.push(message);
    if (isIll) throw new Error('no space left');
  };
  const extractors = [
    { name: FILE_EXTRACTOR, process: { file: ['*/*'] } },
    { name: DATASET_EXTRACTOR, process: { dataset: ['files.added'] } },
  ];
  for (const extractor of extractors) {
    const instance = await startPyclowderInstance(server.client, { ...extractor, url: host.url, beforeWork });
    onTestFinished(() => instance.close());
  }
  return {
    server,
    channel: await model.createChannel(),
    received,
    heal: () => {
      isIll = false;
    },
  };
};

/**
 * What Clowder's rmq-error-shovel does with a message of an error queue: asks whether the file or dataset exists, and on
 * 200 or 401 publishes the body to the work queue with its retries set back. Otherwise the message is lost.
 */
const shovel = async (channel: Channel, name: string, adminKey: string | null): Promise<number[]> => {
  const statuses: number[] = [];
  for (;;) {
    const message = await channel.get(`error.${name}`);
    if (message === false) return statuses;
    const body = JSON.parse(message.content.toString()) as PyclowderMessage;
    const { host, id, datasetId, secretKey, routing_key } = body;
    const resource = routing_key.includes('.dataset.') ? `datasets/${datasetId}` : `files/${id}`;
    const { status } = await fetch(`${host}/api/${resource}/metadata?key=${adminKey ?? secretKey}`);
    statuses.push(status);
    const { replyTo } = message.properties as { replyTo: string };
    if (status === 200 || status === 401)
      channel.sendToQueue(name, Buffer.from(JSON.stringify({ ...body, retry_count: 0 })), {
        persistent: true,
        replyTo,
      });
    channel.ack(message);
  }
};

test.each([
  ["with the message's own key", () => null],
  ["with an administrator's key", ({ adminKey }: TestServer) => adminKey],
])(
  "every job whose message Clowder's error shovel moves back runs again, %s",
  async (_, keyOf) => {
    const { server, channel, heal } = await startBench();
    const contents = FILES.map((content) => ({ name: `${content}.txt`, content }));
    const { datasetId, fileIds } = await createDatasetWith(server.client, contents);
    const settle = (state: string) =>
      followUntil(server.client, { dataset_id: datasetId }, (jobs) => {
        const states = [...jobs.values()].map((job) => job.state);
        return states.length === FILES.length + 1 && states.every((each) => each === state);
      });
    await settle('FAILED');
    const failed = async (name: string) => (await channel.checkQueue(`error.${name}`)).messageCount;
    await expect.poll(() => failed(FILE_EXTRACTOR)).toBe(FILES.length);
    await expect.poll(() => failed(DATASET_EXTRACTOR)).toBe(1);

    heal();
    expect(await shovel(channel, FILE_EXTRACTOR, keyOf(server))).toEqual([200, 200, 200]);
    expect(await shovel(channel, DATASET_EXTRACTOR, keyOf(server))).toEqual([200]);
    await settle('SUCCEEDED');
    for (const [n, id] of fileIds.entries()) {
      const sha256 = createHash('sha256')
        .update(FILES[n] ?? '')
        .digest('hex');
      const metadata = await server.client.call('listFileMetadata', { params: { id } });
      expect(metadata?.map(({ content }) => content)).toEqual([{ sha256 }]);
    }
    const metadata = await server.client.call('listDatasetMetadata', { params: { id: datasetId } });
    expect(metadata?.map(({ content }) => content)).toEqual([{ files: FILES.length }]);
  },
  120_000,
);

test('a message that is delivered again after its job succeeded leaves one output', async () => {
  const { server, channel, received, heal } = await startBench();
  heal();
  const content = { name: 'clay.txt', content: 'clay' };
  const { fileIds } = await createDatasetWith(server.client, [content]);
  const [resource_id = ''] = fileIds;
  const attempts = (count: number) =>
    followUntil(server.client, { resource_id }, (jobs) =>
      [...jobs.values()].some(({ state, attempt_count }) => state === 'SUCCEEDED' && attempt_count === count),
    );
  await attempts(1);
  const message = received.find(
    ({ id, routing_key }) => id === resource_id && routing_key.includes('.file.'),
  );
  const { value: broker } = await server.db
    .selectFrom('instance_settings')
    .select('value')
    .where('name', '=', 'broker_name')
    .executeTakeFirstOrThrow();
  const properties = { replyTo: `pawprint.${broker}.replies` };
  channel.sendToQueue(FILE_EXTRACTOR, Buffer.from(JSON.stringify(message)), properties);
  await attempts(2);
  const metadata = await server.client.call('listFileMetadata', { params: { id: resource_id } });
  expect(metadata).toHaveLength(1);
});
