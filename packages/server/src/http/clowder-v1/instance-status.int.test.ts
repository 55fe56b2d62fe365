import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClowderBench, createClowderBench } from './clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.addExtractor('private.k.own', { owner: 'ana' });
  await bench.addExtractor('off', { enabled: false });
});
afterAll(() => bench.close());

const status = async () => (await fetch(`${bench.url}/api/status`)).json();

test('the route is open and leaves out private extractors', async () => {
  await bench.datasetWith('a.csv');
  const first = await status();

  expect(first).toEqual({
    instance: expect.any(String),
    version: '1.2.3',
    counts: { datasets: 1, files: 1, bytes: 6, collections: 0, users: 3, spaces: 0 },
    plugins: {},
    extractors: ['word-count'],
  });
});

test('the contents are counted once a minute', async () => {
  const before = await status();
  await bench.datasetWith('b.csv');
  expect(await status()).toEqual(before);
  bench.jobs.pass(60_000);
  expect((await status()).counts.datasets).toBe(before.counts.datasets + 1);
});
