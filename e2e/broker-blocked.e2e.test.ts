import {
  allEnded,
  createDatasetWith,
  followUntil,
  removeDataDir,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startRabbitFleet } from './rabbit-fleet.ts';

const EXTRACTOR = 'e2e.fleet';

test('a server stops while its broker takes no messages, and sends the unconfirmed ones after its next start', async () => {
  const broker = await startRabbitBroker();
  onTestFinished(() => broker.close());
  const env = { RABBITMQ_URI: broker.url };
  const server = await startServerProcess({ env });
  onTestFinished(() => removeDataDir(server.dataDir));
  onTestFinished(() => server.kill());
  const fleet = await startRabbitFleet(server, { url: broker.url, name: EXTRACTOR, prefetch: 1 });
  onTestFinished(() => fleet.close());

  await broker.ctl('set_vm_memory_high_watermark', 'absolute', '1MB');
  const { datasetId } = await createDatasetWith(server.client, [
    { name: 'a.txt', content: 'one' },
    { name: 'b.txt', content: 'two' },
  ]);
  await server.output.waitFor(/RabbitMQ takes no messages/);
  expect(await server.stop()).toBe(0);

  await broker.ctl('set_vm_memory_high_watermark', 'absolute', '512MB');
  const again = await startServerProcess({ env, dataDir: server.dataDir });
  onTestFinished(async () => void (await again.stop()));
  const jobs = await followUntil(again.client, { dataset_id: datasetId }, allEnded(2));
  expect([...jobs.values()].map(({ state }) => state)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
});
