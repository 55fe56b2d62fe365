import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANA, ANA_CALLING, aReport, WORD_COUNT } from '../jobs/jobs.builder.ts';
import { createOperationsBench, type OperationsBench } from '../jobs/operations/operations.builder.ts';
import { planCancel, planResubmit } from '../jobs/operations/start-operation.ts';
import { titleOf } from '../model/notification.ts';
import { stopOperation } from '../store/jobs/operations.ts';
import { listWatches } from '../store/notifications/watches.ts';
import { createWatch } from './create-watch.ts';
import { createNotificationsBench } from './notifications.builder.ts';
import { tellOfOperations } from './tell-of-operations.ts';

let jobs: OperationsBench;
let bench: ReturnType<typeof createNotificationsBench>;
beforeAll(async () => {
  jobs = await createOperationsBench();
  bench = createNotificationsBench(jobs);
});
beforeEach(async () => {
  for (const table of ['operations', 'watches', 'notifications', 'files', 'jobs'] as const)
    await jobs.db.deleteFrom(table).execute();
});
afterAll(() => jobs.close());

const tell = () => tellOfOperations(bench.ports, jobs.now());

const titles = async (): Promise<string[]> => (await bench.told()).map(titleOf);

const resubmitTwo = async (): Promise<string> => {
  const ids = [await jobs.submitFailed(), await jobs.submitFailed()];
  return jobs.start(await planResubmit(jobs.ports, ANA_CALLING, { ids }));
};

test('the end of a watched operation is told once, although several servers look', async () => {
  const id = await resubmitTwo();
  await bench.watch({ operationId: id }, 'done');
  // Jobs change meanwhile: that does not end the watch.
  await jobs.submitFailed();
  await bench.tell();
  await tell();
  expect(await titles()).toEqual([]);
  await jobs.finish();
  await Promise.all(Array.from({ length: 5 }, tell));
  await tell();
  expect(await titles()).toEqual(['Resubmit jobs: 2 done']);
  expect((await bench.told())[0]).toMatchObject({
    subject: { type: 'operation', id },
    isOver: true,
    target: { jobId: null, query: '', extractor: null },
  });
  expect(await listWatches(jobs.db, ANA.id)).toEqual([]);
});

test('what was left out is not counted as done, and the notification leads to the extractor', async () => {
  await jobs.submit();
  await jobs.submit();
  const planned = await planCancel(jobs.ports, ANA_CALLING, { filter: { extractor: WORD_COUNT } });
  const id = await jobs.start(planned);
  await bench.watch({ operationId: id }, 'done');
  await (await jobs.claim()).report(aReport('SUCCEEDED'));
  await jobs.finish();
  await tell();
  expect(await titles()).toEqual(['Cancel jobs: 1 of 2 done']);
  expect((await bench.told())[0]?.target).toEqual({ jobId: null, query: null, extractor: WORD_COUNT });
});

test('one that is stopped is told with who stopped it', async () => {
  const id = await resubmitTwo();
  await bench.watch({ operationId: id }, 'done');
  await stopOperation(jobs.db, id, 'Stopped by Olga.', jobs.now());
  await tell();
  expect(await titles()).toEqual(['Resubmit jobs: stopped after 0 of 2']);
  expect((await bench.told())[0]?.reason).toBe('Stopped by Olga.');
});

test('an operation of somebody else, and one that has ended, cannot be watched', async () => {
  const id = await resubmitTwo();
  const watch = (userId: string) =>
    createWatch(
      { ...bench.ports, now: jobs.now, offersMail: false },
      { ...ANA_CALLING, id: userId },
      { operationId: id },
      { outcomes: ['done'], channels: { mail: false, webhookId: null } },
    );
  expect(await watch('ben')).toMatchObject({ refused: 'not_found' });
  await jobs.finish();
  expect(await watch(ANA.id)).toMatchObject({ refused: 'already_ended' });
});
