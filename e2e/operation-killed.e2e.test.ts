import {
  createDatasetWith,
  freePort,
  newDataDir,
  removeDataDir,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';

const FILES = 50;
/** Each file has so many failed jobs, so that there is something to do for several slices. */
const JOBS_PER_FILE = 20;
const EXTRACTOR = 'e2e.nobody';
/** The operation waits when so many of its jobs are waiting, and so is not over however late the server is killed. */
const env = { PAWPRINT_MAX_OPERATION_JOBS_WAITING: '700' };

test('a server killed in the middle of an operation goes on with it, and submits nothing twice', async () => {
  const dataDir = await newDataDir();
  onTestFinished(() => removeDataDir(dataDir));
  const server = await startServerProcess({ dataDir, port: await freePort(), env });
  const { client } = server;
  await client.call('registerExtractor', { body: { name: EXTRACTOR, version: '1.0', process: {} } });
  const files = Array.from({ length: FILES }, (_, n) => ({ name: `${n}.txt`, content: `file ${n}` }));
  const { datasetId } = await createDatasetWith(client, files);
  for (let n = 0; n < JOBS_PER_FILE; n++)
    await client.call('submitDatasetFiles', { params: { id: datasetId }, body: { extractor: EXTRACTOR } });
  const filter = { dataset_id: datasetId };
  const cancelled = await client.call('cancelJobs', { body: { filter } });
  const ended = async (of: typeof client, id: string) =>
    (await of.call('showOperation', { params: { id } }))?.state === 'finished';
  await expect.poll(() => ended(client, cancelled && 'id' in cancelled ? cancelled.id : '')).toBe(true);

  const started = await client.call('resubmitJobs', { body: { filter } });
  if (started === undefined || !('id' in started)) throw new Error('nothing was started');
  const params = { id: started.id };
  await expect
    .poll(async () => (await client.call('showOperation', { params }))?.done, { interval: 10 })
    .toBeGreaterThan(0);
  await server.kill();
  const again = await startServerProcess({ dataDir, port: Number(new URL(server.url).port) });
  onTestFinished(() => again.kill());
  const before = await again.client.call('showOperation', { params });
  await expect.poll(() => ended(again.client, started.id)).toBe(true);

  const total = FILES * JOBS_PER_FILE;
  expect(before?.of).toBe(total);
  expect(await again.client.call('showOperation', { params })).toMatchObject({
    done: total,
    failed_count: 0,
  });
  const origins: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await again.client.call('listJobs', {
      query: { ...filter, state: ['QUEUED'], limit: 200, cursor },
    });
    origins.push(...(page?.items.map(({ resubmit_of }) => resubmit_of) ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined);
  expect(origins).toHaveLength(total);
  expect(new Set(origins).size).toBe(total);
});
