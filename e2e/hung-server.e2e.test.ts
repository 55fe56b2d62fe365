import { startEmbeddedPostgres } from '@pawprint/server';
import {
  allEnded,
  createDatasetWith,
  createSignal,
  followUntil,
  freePort,
  newDataDir,
  type RabbitBroker,
  removeDataDir,
  startPyclowderInstance,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';

const EXTRACTOR = 'e2e.hung';

/** How many servers read the reply queue, or wait for their turn. */
const readers = async (broker: RabbitBroker): Promise<number> =>
  Number(
    await broker.evaluate(`lists:sum([proplists:get_value(consumers, rabbit_amqqueue:info(Queue, [consumers])) ||
      Queue <- rabbit_amqqueue:list(),
      binary:match(element(4, amqqueue:get_name(Queue)), <<".replies">>) =/= nomatch])`),
  );

/** Two servers, of which the first reads the reply queue and the second waits for its place. */
const startServers = async (broker: RabbitBroker) => {
  const [databaseDir, dataDir, port] = [await newDataDir(), await newDataDir(), await freePort()];
  const postgres = await startEmbeddedPostgres({ dataDir: databaseDir });
  const env = {
    DATABASE_URL: postgres.url,
    RABBITMQ_URI: broker.url,
    PAWPRINT_PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  const first = await startServerProcess({ dataDir, env });
  await expect.poll(() => readers(broker), { timeout: 60_000 }).toBe(1);
  const second = await startServerProcess({ dataDir, port, env });
  await expect.poll(() => readers(broker), { timeout: 60_000 }).toBe(2);
  onTestFinished(async () => {
    await first.kill();
    await second.kill();
    await postgres.stop();
    await Promise.all([databaseDir, dataDir].map(removeDataDir));
  });
  return { first, second };
};

test('when the server that reads reports hangs, another one reads them, and each is stored once', async () => {
  const broker = await startRabbitBroker();
  onTestFinished(() => broker.close());
  const { first, second } = await startServers(broker);
  const [working, hung] = [createSignal(), createSignal()];
  const instance = await startPyclowderInstance(second.client, {
    url: broker.url,
    name: EXTRACTOR,
    process: { file: ['*/*'] },
    async beforeWork() {
      working.give();
      await hung.given;
    },
  });
  onTestFinished(() => instance.close());
  const { datasetId } = await createDatasetWith(second.client, [{ name: 'plot.txt', content: 'a plot' }]);
  await working.given;
  first.process.kill('SIGSTOP');
  hung.give();
  const jobs = await followUntil(second.client, { dataset_id: datasetId }, allEnded(1));
  // A try may fail while the server that hangs holds what it needs: then there is another attempt.
  const [job] = jobs.values();
  expect(job?.state).toBe('SUCCEEDED');
  const query = { kind: 'STARTED' as const, limit: 1_000 };
  const starts = await second.client.call('listJobEvents', { params: { id: job?.id ?? '' }, query });
  expect(starts?.items).toHaveLength(job?.attempt_count ?? 0);

  first.process.kill('SIGCONT');
  await expect.poll(() => readers(broker), { timeout: 60_000 }).toBe(2);
  const after = await followUntil(second.client, { dataset_id: datasetId }, allEnded(1));
  expect([...after.values()]).toEqual([...jobs.values()]);
});
