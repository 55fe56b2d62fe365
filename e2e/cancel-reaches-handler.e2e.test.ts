import {
  createDatasetWith,
  createSignal,
  followUntil,
  removeDataDir,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { runExtractor } from './own-extractor.ts';

/** A lease so long that the cancel cannot come by its renewal while the test runs. */
const env = { PAWPRINT_LEASE_SECONDS: '3600' };

const EXTRACTOR = 'e2e.silent';

test.each(['http', 'rabbitmq'] as const)(
  'a cancel stops a handler that reports nothing, by %s',
  async (lane) => {
    const broker = lane === 'rabbitmq' ? await startRabbitBroker() : null;
    const server = await startServerProcess({ env: { ...env, ...(broker && { RABBITMQ_URI: broker.url }) } });
    onTestFinished(async () => {
      await server.stop();
      await removeDataDir(server.dataDir);
      await broker?.close();
    });
    const atWork = createSignal();
    await runExtractor(
      server,
      EXTRACTOR,
      (_job, { signal }) => {
        atWork.give();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      },
      {},
      broker?.url,
    );
    await expect
      .poll(async () => (await server.client.call('listExtractors', {}))?.map(({ name }) => name))
      .toContain(EXTRACTOR);
    const { datasetId } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
    await atWork.given;
    // Its start, which the server reads from the broker after the handler began.
    await followUntil(server.client, { dataset_id: datasetId }, (found) =>
      [...found.values()].some(({ state }) => state === 'RUNNING'),
    );
    await server.client.call('cancelJobs', { body: { filter: { extractor: EXTRACTOR } } });
    const jobs = await followUntil(server.client, { dataset_id: datasetId }, (found) =>
      [...found.values()].some(({ state }) => state === 'CANCELLED'),
    );

    expect([...jobs.values()].map(({ cancel }) => cancel?.outcome)).toEqual(['stopped']);
  },
);
