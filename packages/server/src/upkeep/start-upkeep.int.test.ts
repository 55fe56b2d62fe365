import { followUntil } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobServerBench, type JobServerBench } from '../http/jobs/job-server.builder.ts';
import { runUpkeepOnce, startUpkeep, type UpkeepPorts } from './upkeep.ts';

let bench: JobServerBench;
let ports: UpkeepPorts;
beforeAll(async () => {
  bench = await createJobServerBench();
  ports = {
    ...bench,
    mailer: null,
    address: { publicUrl: 'http://pawprint.test' },
    webhookSecretOf: () => '',
    allowPrivateWebhooks: false,
    hasRight: async () => true,
    grantOf: () => ({ of: 'all' }),
    silence: { minStallMs: 900_000, limitMs: 86_400_000 },
    quarantineMs: 90 * 86_400_000,
    keepEventsMonths: undefined,
    blobs: { ...bench.blobs, removeUnfinished: async () => 0 },
    wakeBlobSweeper: () => undefined,
    onError: (error) => {
      throw error;
    },
  };
});
afterAll(() => bench.close());

test('a start extends leases before any of them can expire', async () => {
  const id = await bench.submit();
  await bench.claim();
  bench.pass(3_600_000);
  const upkeep = await startUpkeep(ports);
  await upkeep.stop();
  expect((await bench.job(id)).progress.state).toBe('RUNNING');

  bench.pass(60_000);
  await runUpkeepOnce(ports, bench.now());
  expect((await bench.job(id)).progress.state).toBe('QUEUED');
});

test('a running server expires leases', async () => {
  const id = await bench.submit({ priority: 9 });
  const upkeep = await startUpkeep(ports);
  await bench.claim();
  bench.pass(60_000);
  await followUntil(
    bench.server.client,
    {},
    (jobs) => jobs.get(id)?.state === 'QUEUED' && jobs.get(id)?.attempt_count === 1,
  );
  await upkeep.stop();

  expect((await bench.job(id)).progress.attempts).toMatchObject([{ outcome: 'LOST' }]);
});
