import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { startServerRun } from './server-run.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterEach(() => bench.db.deleteFrom('server_runs').execute());
afterAll(() => bench.close());

const runs = () => bench.db.selectFrom('server_runs').selectAll().orderBy('started_at').execute();

test('a run is caught up once no reports have waited for two beats', async () => {
  const found: (number | undefined)[] = [undefined, 5, 0];
  let asked = 0;
  const run = await startServerRun({
    ...bench,
    countBacklog: async () => {
      asked += 1;
      return asked > found.length ? 0 : found[asked - 1];
    },
  });
  await expect.poll(async () => (await runs())[0]?.caught_up_at).toEqual(new Date(bench.now()));
  await run.stop();
  expect(asked).toBe(4);
  expect(await runs()).toHaveLength(1);
});

test('a server that could not write for some seconds begins another run', async () => {
  const run = await startServerRun({ ...bench, countBacklog: async () => 0 });
  const before = bench.now();
  bench.pass(5_001);
  await expect.poll(runs).toHaveLength(2);
  await run.stop();
  expect((await runs()).map(({ started_at }) => started_at.getTime())).toEqual([before, bench.now()]);
});
