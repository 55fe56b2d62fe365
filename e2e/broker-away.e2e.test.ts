import { setTimeout as passes } from 'node:timers/promises';
import {
  allEnded,
  createDatasetWith,
  followUntil,
  removeDataDir,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { eventTexts } from './event-texts.ts';
import { REPORTS_PER_JOB, startRabbitFleet, waitForEmptyQueues } from './rabbit-fleet.ts';

const JOBS = 500;
const AWAY_MS = 30_000;
const EXTRACTOR = 'e2e.fleet';

const countOf = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

const files = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `${from + n}.txt`, content: `file ${from + n}` }));

test('a broker that is down for half a minute loses no job and no report', async () => {
  const broker = await startRabbitBroker();
  const server = await startServerProcess({ env: { RABBITMQ_URI: broker.url } });
  const fleet = await startRabbitFleet(server, { url: broker.url, name: EXTRACTOR, prefetch: 20 });
  onTestFinished(async () => {
    await fleet.close();
    await server.stop();
    await broker.close();
    await removeDataDir(server.dataDir);
  });

  const first = await createDatasetWith(server.client, files(0, JOBS / 2));
  await fleet.reached(300);
  await broker.stop();
  await server.output.waitFor(/RabbitMQ is away/);
  const awaySince = performance.now();
  const second = await createDatasetWith(server.client, files(JOBS / 2, JOBS / 2));
  const waiting = await server.client.call('listJobs', {
    query: { dataset_id: second.datasetId, limit: 200 },
  });
  expect(new Set(waiting?.items.map(({ state }) => state))).toEqual(new Set(['SUBMITTED']));
  expect(await server.client.call('showReadiness', {})).toMatchObject({
    ready: true,
    checks: { database: { ok: true }, broker: { ok: false } },
  });
  // The outage of this length is the fault under test, not a wait for something.
  await passes(AWAY_MS - (performance.now() - awaySince));
  await broker.start();

  const jobs = new Map([
    ...(await followUntil(server.client, { dataset_id: first.datasetId }, allEnded(JOBS / 2))),
    ...(await followUntil(server.client, { dataset_id: second.datasetId }, allEnded(JOBS / 2))),
  ]);
  expect(jobs.size).toBe(JOBS);
  expect(new Set([...jobs.values()].map(({ state }) => state))).toEqual(new Set(['SUCCEEDED']));
  await waitForEmptyQueues(broker);
  expect(fleet.confirmed.length).toBeGreaterThanOrEqual(JOBS * REPORTS_PER_JOB);
  // What the broker confirmed is stored, and nothing more often than it was said. (What it took without the chance to
  // confirm it may be among them.)
  const texts = await eventTexts(server.client, [...jobs.keys()]);
  const stored = countOf(texts.filter((text) => !/(file was uploaded|in RabbitMQ, queue)/.test(text)));
  const [sent, confirmed] = [countOf(fleet.sent), countOf(fleet.confirmed)];
  expect([...confirmed].filter(([text, times]) => (stored.get(text) ?? 0) < times)).toEqual([]);
  expect([...stored].filter(([text, times]) => times > (sent.get(text) ?? 0))).toEqual([]);
  expect(await server.client.call('listQuarantine', { query: {} })).toMatchObject({ items: [] });
}, 240_000);
