import { parseHeartbeat } from '@pawprint/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBeatRecorder } from '../registry/record-beats.ts';
import { recordHeartbeat } from '../registry/record-heartbeat.ts';
import { readExtractor, readInstances } from '../store/extractors/read-extractors.ts';
import { aRawDelivery } from '../tracking/deliveries.builder.ts';
import { createDeliveryRecorder } from '../tracking/record-deliveries.ts';
import { createTrackingBench, type TrackingBench, WORD_COUNT } from '../tracking/tracking.builder.ts';
import { forgetOld } from './forget-old.ts';

const DAY = 86_400_000;

let bench: TrackingBench;
beforeAll(async () => {
  bench = await createTrackingBench();
});
afterAll(() => bench.close());

const forget = (): Promise<void> => forgetOld({ db: bench.db, quarantineMs: 7 * DAY }, bench.now());

const hear = (instanceId: string) =>
  recordHeartbeat(
    { ...bench, autoEnable: true },
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

test('an instance is forgotten 30 days after it was last seen; its extractor is not', async () => {
  await hear('leaves');
  await hear('stays');
  bench.pass(30 * DAY);
  await forget();
  expect((await readInstances(bench.db)).map(({ id }) => id)).toEqual(['leaves', 'stays']);
  await hear('stays');
  bench.pass(1);
  await forget();
  expect((await readInstances(bench.db)).map(({ id }) => id)).toEqual(['stays']);
  expect(await readExtractor(bench.db, WORD_COUNT)).toBeDefined();
});

test('what is in quarantine goes when it has not come again for as long as was set', async () => {
  const body = Buffer.from('a heartbeat?');
  const beat = () =>
    createBeatRecorder({ db: bench.db, autoEnable: true, onExtractorHeard: () => undefined })([
      { body, properties: {}, parsed: parseHeartbeat(body, {}), at: bench.now() },
    ]);
  const kept = async () =>
    (await bench.db.selectFrom('quarantine').select(['source', 'times']).orderBy('source').execute()).map(
      ({ source, times }) => `${source} ${times}`,
    );
  await createDeliveryRecorder(bench)([aRawDelivery('a report?')]);
  await beat();
  bench.pass(7 * DAY);
  await forget();
  expect(await kept()).toEqual(['heartbeat 1', 'report 1']);

  await beat();
  bench.pass(1);
  await forget();
  expect(await kept()).toEqual(['heartbeat 2']);
  bench.pass(7 * DAY);
  await forget();
  expect(await kept()).toEqual([]);
});
