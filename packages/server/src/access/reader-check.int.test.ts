import type { FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { createCheckReader } from './reader-check.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

test('a stream that begins after its reader was given a dataset shows it, whatever another stream had found', async () => {
  const { db } = bench;
  let now = 0;
  const checkReader = createCheckReader({
    db,
    authenticate: async () => null,
    grantOf: () => ({ of: 'public' }),
    now: () => now,
  });
  const begin = () => checkReader({ kind: 'nobody' }, {} as FastifyRequest);
  const id = v7();
  await db
    .insertInto('datasets')
    .values({ id, name: 'Soil', created_at: new Date(0) })
    .execute();
  const before = begin();
  now = 1;
  expect((await before.selectVisible([id]))?.has(id)).toBe(false);
  now = 2;
  await db.updateTable('datasets').set({ is_public: true }).where('id', '=', id).execute();
  const after = begin();
  now = 3;
  expect((await after.selectVisible([id]))?.has(id)).toBe(true);
});
