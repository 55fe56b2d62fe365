import {
  allEnded,
  createCuttableProxy,
  createDatasetWith,
  followUntil,
  newDataDir,
  removeDataDir,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { eventTexts } from './event-texts.ts';
import { REPORTS_PER_JOB, startRabbitFleet, waitForEmptyQueues } from './rabbit-fleet.ts';

const JOBS = 25;
const EXTRACTOR = 'e2e.fleet';

test('reports stored but not acknowledged before a kill are stored once', async () => {
  const broker = await startRabbitBroker();
  const dataDir = await newDataDir();
  // The server reaches the broker through a proxy, which can drop what the server sends.
  const proxy = await createCuttableProxy(broker.url);
  // Its heartbeats are dropped, too: with those of every 5 s, the broker would soon take the connection for broken.
  const env = { RABBITMQ_URI: `${proxy.url}?heartbeat=600` };
  const server = await startServerProcess({ dataDir, env });
  onTestFinished(async () => {
    await proxy.close();
    await broker.close();
    await removeDataDir(dataDir);
  });
  const fleet = await startRabbitFleet(server, { url: broker.url, name: EXTRACTOR, prefetch: 1 });
  onTestFinished(() => fleet.close());
  const files = Array.from({ length: JOBS }, (_, n) => ({ name: `${n}.txt`, content: `file ${n}` }));
  const { datasetId } = await createDatasetWith(server.client, files);
  await fleet.reached(1);
  proxy.mute();
  // The server still receives and stores reports, but none of its acknowledgements arrives.
  const held = await followUntil(server.client, { dataset_id: datasetId }, (jobs) =>
    [...jobs.values()].some(({ state }) => state === 'SUCCEEDED'),
  );
  const stored = await eventTexts(server.client, [...held.keys()]);
  expect(Number(await unacknowledged(broker))).toBeGreaterThan(0);
  await server.kill();
  // The connection of a dead process would break, but the proxy keeps its own to the broker open.
  proxy.cut();

  const again = await startServerProcess({ dataDir, env: { RABBITMQ_URI: broker.url } });
  onTestFinished(() => again.kill());
  const jobs = await followUntil(again.client, { dataset_id: datasetId }, allEnded(JOBS));
  expect(new Set([...jobs.values()].map(({ state }) => state))).toEqual(new Set(['SUCCEEDED']));
  await waitForEmptyQueues(broker);
  const texts = await eventTexts(again.client, [...jobs.keys()]);
  const reports = texts.filter((text) => !/(file was uploaded|in RabbitMQ, queue)/.test(text));
  expect(reports.toSorted()).toEqual([...fleet.confirmed].toSorted());
  expect(reports).toHaveLength(JOBS * REPORTS_PER_JOB);
  expect(stored.every((text) => texts.includes(text))).toBe(true);
}, 180_000);

/** The number of delivered messages whose acknowledgement the broker waits for. */
const unacknowledged = async (broker: {
  ctl(...args: readonly string[]): Promise<string>;
}): Promise<string> => {
  const lines = await broker.ctl('list_queues', 'name', 'messages_unacknowledged');
  const replies = lines.split('\n').find((line) => line.includes('.replies'));
  return replies?.split('\t')[1] ?? '0';
};
