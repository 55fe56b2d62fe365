import { createDatasetWith, type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib';
import type { Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

const EXTRACTOR = 'e2e.one-by-one';

useBrowser();
let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
  return () => broker.close();
});
const server = useServer(() => ({
  env: { RABBITMQ_URI: broker.url, PAWPRINT_STALLED_SECONDS: '4', PAWPRINT_LOST_SECONDS: '12' },
}));

type Kind = 'start' | 'processing' | 'done';

/** An extractor as pyClowder is one to the broker. It takes a message at a time, and says only what the test has it say. */
const startExtractor = async () => {
  const model = await connect(broker.url);
  const channel: ConfirmChannel = await model.createConfirmChannel();
  let current: ConsumeMessage | undefined;
  const say = async (kind: Kind, message: string): Promise<void> => {
    if (current === undefined) throw new Error('no message has come yet');
    const { id, job_id } = JSON.parse(current.content.toString()) as { id: string; job_id: string };
    const type = `StatusMessage.${kind}`;
    const report = { file_id: id, extractor_id: EXTRACTOR, job_id, status: `${type}: ${message}` };
    const body = { ...report, start: '2026-11-24T01:53:49-00:00', message_type: type, message };
    channel.sendToQueue(current.properties.replyTo as string, Buffer.from(JSON.stringify(body)));
    await channel.waitForConfirms();
  };
  await channel.assertQueue(EXTRACTOR, { durable: true });
  await channel.assertExchange('extractors', 'fanout', { durable: true });
  await channel.prefetch(1);
  const info = { name: EXTRACTOR, version: '1.0', description: '', process: { file: ['*/*'] } };
  const heartbeat = {
    id: '3f0a4a6e-0000-4000-8000-000000000002',
    queue: EXTRACTOR,
    owner: '',
    extractor_info: info,
  };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(heartbeat)));
  await channel.consume(EXTRACTOR, (message) => {
    if (message === null) return;
    current = message;
    void say('start', 'Started processing.');
  });
  return {
    say,
    async finish() {
      const finished = current;
      await say('done', 'Done processing.');
      if (finished !== undefined) channel.ack(finished);
    },
    close: () => model.close(),
  };
};

/** Once one job runs: the one that starts last of the others. */
const lastInLine = async (datasetId: string, others: number): Promise<string> => {
  const find = async (): Promise<string | undefined> => {
    const jobs = (await server().client.call('listJobs', { query: { dataset_id: datasetId } }))?.items ?? [];
    if (!jobs.some(({ state }) => state === 'RUNNING')) return undefined;
    return jobs.find(({ reason }) => reason?.facts['ahead'] === others - 1)?.id;
  };
  return vi.waitUntil(find, { timeout: 60_000 });
};

const openPages = async (jobId: string): Promise<{ readonly job: Page; readonly file: Page }> => {
  const job = await openPage();
  await signIn(job, server());
  await job.goto(`${server().url}/jobs/${jobId}`);
  const file = await job.context().newPage();
  const found = await server().client.call('showJob', { params: { id: jobId } });
  await file.goto(`${server().url}/files/${found?.resource.id}`);
  return { job, file };
};

test('a job waits its turn, falls silent, is lost and is revived, each with its sentence on its page and in the list', async () => {
  await server().output.waitFor(/RabbitMQ is connected/);
  const extractor = await startExtractor();
  onTestFinished(() => extractor.close());
  const { client } = server();
  const isKnown = async () =>
    (await client.call('showExtractor', { params: { name: EXTRACTOR } }).catch(() => null)) !== null;
  await vi.waitUntil(isKnown, { timeout: 60_000 });
  const files = ['a', 'b', 'c', 'd'].map((name) => ({ name: `${name}.txt`, content: name }));
  const { datasetId } = await createDatasetWith(client, files);
  const jobId = await lastInLine(datasetId, 3);
  const pages = await openPages(jobId);
  const shows = async (sentence: string | RegExp): Promise<void> => {
    await pages.job.getByText(sentence).first().waitFor();
    await pages.file.getByRole('row').getByText(sentence).first().waitFor();
  };
  const code = async () => (await client.call('showJob', { params: { id: jobId } }))?.reason?.code;

  await shows(`2 ahead of it for ${EXTRACTOR}, 1 instance alive`);
  await extractor.finish();
  await shows(`1 ahead of it for ${EXTRACTOR}, 1 instance alive`);
  await extractor.finish();
  await shows(`Next in line for ${EXTRACTOR}, 1 instance alive`);
  await extractor.finish();
  await pages.job.getByText('Attempt 1 is running').first().waitFor();

  await shows(/^Silent for \d+ s; 1 instance alive, last seen .* ago$/);
  expect(['silent', 'silent_too_long']).toContain(await code());
  await pages.job.getByText('Lost', { exact: true }).first().waitFor();
  expect(await code()).toBe('silent_too_long');
  await shows(/^Silent for 1\d s; 1 instance alive, last seen .* ago$/);

  await extractor.say('processing', 'Downloading file.');
  await shows(/^Revived: it reported again \d+ s after it was given up$/);
  await extractor.finish();
  await pages.job.getByText('Done', { exact: true }).first().waitFor();
  expect(await code()).toBeUndefined();
  const { items = [] } = (await client.call('listJobEvents', { params: { id: jobId }, query: {} })) ?? {};
  const decisions = items.filter(({ reason }) => reason !== null);
  expect(decisions.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['STALLED', 'LOST', 'REVIVED']));
  expect(decisions.find(({ kind }) => kind === 'LOST')?.reason?.facts).toMatchObject({
    limit_ms: 12_000,
    instances_alive: 1,
  });
}, 240_000);
