import { createHash } from 'node:crypto';
import {
  createDatasetWith,
  createSignal,
  followUntil,
  freePort,
  newDataDir,
  removeDataDir,
  startPyclowderInstance,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';

const EXTRACTOR = 'e2e.digest';

test('a job whose extractor gave up while the server was away is tried again by itself', async () => {
  const broker = await startRabbitBroker();
  const dataDir = await newDataDir();
  const env = { RABBITMQ_URI: broker.url };
  const server = await startServerProcess({ dataDir, env, port: await freePort() });
  onTestFinished(async () => {
    await broker.close();
    await removeDataDir(dataDir);
  });
  await server.output.waitFor(/RabbitMQ is connected/);
  const [received, released] = [createSignal(), createSignal()];
  const instance = await startPyclowderInstance(server.client, {
    url: broker.url,
    name: EXTRACTOR,
    process: { file: ['*/*'] },
    async beforeWork() {
      received.give();
      await released.given;
    },
  });
  onTestFinished(() => instance.close());
  const { datasetId, fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'soil' }]);
  await received.given;
  await server.kill();
  released.give();
  await instance.gaveUp;

  const again = await startServerProcess({ dataDir, env, port: Number(new URL(server.url).port) });
  onTestFinished(() => again.kill());
  const jobs = await followUntil(again.client, { dataset_id: datasetId }, (found) =>
    [...found.values()].some(({ state }) => state === 'SUCCEEDED'),
  );
  const [job] = jobs.values();
  expect(job).toMatchObject({ state: 'SUCCEEDED', attempt_count: 12, flags: ['reopened'] });
  const events = await again.client.call('listJobEvents', {
    params: { id: job?.id ?? '' },
    query: { kind: ['REVIVED'] },
  });
  expect(events?.items.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Taken back: no server answered for \d+ s, and 11 of 11 tries ended in that time/),
  ]);
  const metadata = await again.client.call('listFileMetadata', { params: { id: fileIds[0] ?? '' } });
  expect(metadata).toMatchObject([
    { content: { sha256: createHash('sha256').update('soil').digest('hex') } },
  ]);
  // The job may be over before the broker has the acknowledgement of what was taken back.
  await expect.poll(() => broker.ctl('list_queues', 'name', 'messages')).toMatch(/^error\.e2e\.digest\t0$/m);
});
