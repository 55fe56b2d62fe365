import { parseHeartbeat } from '@pawprint/protocol';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHeartbeatRecorder, recordHeartbeat } from '../extractors/record-heartbeats.ts';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../jobs/jobs.builder.ts';
import { aRawDelivery } from '../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../jobs/record/report-recorder.ts';
import { findKeyedUpload, insertKeyedUpload } from '../store/datasets/upload-keys.ts';
import { readExtractor, readInstances } from '../store/extractors/extractors.ts';
import { deleteExpired } from './upkeep.ts';

const DAY = 86_400_000;

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const runDelete = (): Promise<void> => deleteExpired({ db: bench.db, quarantineMs: 7 * DAY }, bench.now());

const hear = (instanceId: string) =>
  recordHeartbeat(
    { ...bench, autoEnable: true, approveChanges: false },
    {
      extractor: WORD_COUNT,
      instanceId,
      version: '1.0',
      lane: 'http',
      host: null,
      intervalMs: DAY,
      isStopping: false,
    },
  );

test('an instance is deleted 30 days after it was last seen, its extractor is kept', async () => {
  await hear('leaves');
  await hear('stays');
  bench.pass(30 * DAY);
  await runDelete();
  expect((await readInstances(bench.db)).map(({ id }) => id)).toEqual(['leaves', 'stays']);
  await hear('stays');
  bench.pass(1);
  await runDelete();
  expect((await readInstances(bench.db)).map(({ id }) => id)).toEqual(['stays']);
  expect(await readExtractor(bench.db, WORD_COUNT)).toBeDefined();
});

test('a quarantined message is deleted after the configured time', async () => {
  const body = Buffer.from('a heartbeat?');
  const beat = () =>
    createHeartbeatRecorder({
      db: bench.db,
      autoEnable: true,
      approveChanges: false,
      maxHeartbeatOnly: 500,
      onExtractorChanged: () => undefined,
    })([{ body, properties: {}, parsed: parseHeartbeat(body, {}), at: bench.now() }]);
  const kept = async () =>
    (await bench.db.selectFrom('quarantine').select(['source', 'times']).orderBy('source').execute()).map(
      ({ source, times }) => `${source} ${times}`,
    );
  await createReportRecorder(bench).recordDeliveries([aRawDelivery('a report?')]);
  await beat();
  bench.pass(7 * DAY);
  await runDelete();
  expect(await kept()).toEqual(['heartbeat 1', 'report 1']);

  await beat();
  bench.pass(1);
  await runDelete();
  expect(await kept()).toEqual(['heartbeat 2']);
  bench.pass(7 * DAY);
  await runDelete();
  expect(await kept()).toEqual([]);
});

test('names of uploads are kept for a week', async () => {
  const datasetId = uuidv7();
  await bench.db
    .insertInto('datasets')
    .values({ id: datasetId, name: 'Soil cores', created_at: new Date(bench.now()) })
    .execute();
  const upload = { userId: 'ana', key: 'upload-1' };
  const insert = () =>
    bench.db
      .transaction()
      .execute((trx) => insertKeyedUpload(trx, upload, { datasetId, files: [] }, bench.now()));
  expect([await insert(), await insert()]).toEqual([true, false]);
  bench.pass(7 * DAY);
  await runDelete();
  expect(await findKeyedUpload(bench.db, upload)).toEqual({ datasetId, files: [] });
  bench.pass(1);
  await runDelete();
  expect(await findKeyedUpload(bench.db, upload)).toBeUndefined();
});
