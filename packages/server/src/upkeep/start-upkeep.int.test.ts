import { followUntil } from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createJobServerBench, type JobServerBench } from '../http/jobs/job-server.builder.ts';
import { createNotificationsBench } from '../notifications/notifications.builder.ts';
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
    onJobsChanged: () => () => undefined,
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

test('people are told once a job has changed, before the next look is due', async () => {
  const people = createNotificationsBench(bench);
  const [id = ''] = await people.submitMany(await people.addFile(), 1);
  await people.watch({ jobIds: [id] }, 'failed');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const listeners = new Set<() => void>();
  const onJobsChanged = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const upkeep = await startUpkeep({ ...ports, onJobsChanged });
  await people.fail(id);
  for (const listener of listeners) listener();
  // The next look is due after two seconds.
  for (let ms = 0; ms < 1_900 && (await people.told()).length === 0; ms += 10)
    await vi.advanceTimersByTimeAsync(10);
  expect(await people.told()).toHaveLength(1);
  await upkeep.stop();
  expect(listeners.size).toBe(0);
});
