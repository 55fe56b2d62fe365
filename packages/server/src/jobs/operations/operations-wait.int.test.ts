import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OPERATION_PRIORITY } from '../../model/operation.ts';
import { ANA_CALLING, WORD_COUNT } from '../jobs.builder.ts';
import { createOperationsBench, type OperationsBench } from './operations.builder.ts';
import { runOneSliceEach, SLICE_SIZE } from './run-operations.ts';
import { planCancel, planResubmit } from './start-operation.ts';

const OTHER = 'line-count';
const ALL = { filter: { extractor: WORD_COUNT } };

let bench: OperationsBench;
beforeAll(async () => {
  bench = await createOperationsBench({}, [WORD_COUNT, OTHER]);
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.deleteFrom('operations').execute();
  await bench.db.deleteFrom('files').execute();
  await bench.db.deleteFrom('jobs').execute();
});

test('waits while many of its jobs wait, and an upload meanwhile is dispatched ahead', async () => {
  await bench.addFailed(4 * SLICE_SIZE);
  const ports = { ...bench.ports, maxWaiting: SLICE_SIZE + 50 };
  const id = await bench.start(await planResubmit(ports, ANA_CALLING, ALL));
  while (await runOneSliceEach(ports));

  const waits = { extractor: WORD_COUNT, jobs: 2 * SLICE_SIZE };
  expect(await bench.operation(id)).toMatchObject({ state: 'running', done: 2 * SLICE_SIZE, waits });
  bench.pass(1_000);
  const fresh = await bench.submit(await bench.addFile());
  expect((await bench.claim()).jobId).toBe(fresh);
  expect(await runOneSliceEach(ports)).toBe(false);

  for (let n = 0; n <= 50; n++) await bench.claim();
  expect(await runOneSliceEach(ports)).toBe(true);
  expect(await bench.operation(id)).toMatchObject({ done: 3 * SLICE_SIZE, waits: null });
});

test('waits for no extractor whose jobs it does not submit, and uploads that wait do not hold it', async () => {
  const old = await bench.submitFailed();
  for (let n = 0; n < 3; n++) await bench.submit(await bench.addFile());
  await bench.submit({ ...(await bench.addFile()), extractor: OTHER, priority: OPERATION_PRIORITY });
  const ports = { ...bench.ports, maxWaiting: 1 };
  const id = await bench.start(await planResubmit(ports, ANA_CALLING, { ids: [old] }));
  await runOneSliceEach(ports);

  expect(await bench.operation(id)).toMatchObject({ state: 'finished', done: 1 });
});

test('counts jobs in RabbitMQ among those that wait', async () => {
  const old = await bench.submitFailed();
  await bench.submit({ ...(await bench.addFile()), priority: OPERATION_PRIORITY });
  await bench.db.updateTable('jobs').set({ lane: 'rabbitmq' }).where('state', '=', 'QUEUED').execute();
  const ports = { ...bench.ports, maxWaiting: 1 };
  const id = await bench.start(await planResubmit(ports, ANA_CALLING, { ids: [old] }));

  expect(await runOneSliceEach(ports)).toBe(false);
  expect(await bench.operation(id)).toMatchObject({ waits: { extractor: WORD_COUNT, jobs: 1 } });
  await bench.start(await planCancel(ports, ANA_CALLING, ALL));
  expect(await runOneSliceEach(ports)).toBe(true);
});
