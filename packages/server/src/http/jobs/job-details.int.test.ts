import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aDelivery, type DeliveredKind } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { aManualBroker, aTarget, dispatchPorts } from '../../lanes/rabbitmq/dispatch.builder.ts';
import { dispatchJobs } from '../../lanes/rabbitmq/dispatch-jobs.ts';
import { writeExtractorVersion, writeSuperseded } from '../../store/extractors/versions.ts';
import { createJobServerBench, type JobServerBench } from './job-server.builder.ts';

const NO_PROCESS = { file: [], dataset: [], metadata: [] };

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench();
});
afterAll(() => bench.close());

const call: JobServerBench['server']['client']['call'] = (name, input) =>
  bench.server.client.call(name, input);

test('lines that an extractor dropped are counted on the job by their level', async () => {
  const id = await bench.submit({ priority: 9 });
  const attempt = await bench.claim();
  await attempt.report(
    aReport('LOG', { level: 'warn', linesDropped: { byLevel: { info: 1_200 }, silentMs: 12_000 } }),
    aReport('LOG', { level: 'warn', linesDropped: { byLevel: { info: 4, debug: 1 }, silentMs: 10 } }),
    aReport('SUCCEEDED'),
  );
  expect((await call('showJob', { params: { id } }))?.lines_dropped).toEqual({
    by_level: { info: 1_204, debug: 1 },
    silent_ms: 12_000,
  });
});

test('what a job made is listed with the attempt, instance and version that made it', async () => {
  const id = await bench.submit({ priority: 9 });
  const attempt = await bench.claim();
  const [fileId, at] = [v4(), new Date(bench.now())];
  await bench.db
    .insertInto('previews')
    .values({
      id: fileId,
      kind: 'preview',
      title: 'Depth profile',
      mime: 'image/png',
      size_bytes: 84,
      sha256: 'a'.repeat(64),
      blob_key: fileId,
      job_id: id,
      attempt: 1,
      created_at: at,
    })
    .execute();

  expect(await call('listJobOutputs', { params: { id } })).toEqual({
    items: [
      {
        kind: 'preview',
        id: fileId,
        name: 'Depth profile',
        mime: 'image/png',
        size_bytes: 84,
        sha256: 'a'.repeat(64),
        resource: null,
        attempt: 1,
        instance_id: 'i-1',
        extractor_version: '1.0',
        extractor_version_candidates: [],
        is_superseded: false,
        created_at: at.toISOString(),
      },
    ],
  });
  const facts = { name: WORD_COUNT, version: '1.0', owner: null, process: NO_PROCESS, info: {} };
  await bench.db.transaction().execute(async (trx) => {
    await writeExtractorVersion(trx, facts, bench.now());
    await writeSuperseded(trx, WORD_COUNT, '1.0', { by: 'Ada', at: bench.now(), reason: null });
  });
  expect((await call('listJobOutputs', { params: { id } }))?.items).toMatchObject([{ is_superseded: true }]);
  await attempt.report(aReport('SUCCEEDED'));
});

test('the message of a job is shown as sent, without its credential', async () => {
  const id = await bench.submit({ priority: 9, parameters: { depth: 2 } });
  const attempt = await bench.claim();
  expect(await call('showJobMessage', { params: { id } })).toMatchObject({
    lane: 'http',
    message: {
      job_id: id,
      attempt: 1,
      secretKey: 'hidden',
      host: 'http://pawprint.test',
      parameters: { depth: 2 },
    },
  });
  await attempt.report(aReport('SUCCEEDED'));
});

test.each([
  ['a file', {}],
  ['parameters', { trigger: 'manual', parameters: { depth: 2, name: 'ä' } }],
  ['a cause', { cause: { type: 'file', id: v4(), name: 'plot-07.csv' } }],
] as const)('the message as sent over RabbitMQ is rebuilt byte for byte, with %s', async (_, also) => {
  const id = await bench.submit(also);
  const publisher = aManualBroker();
  const ports = dispatchPorts(bench, publisher, { publicUrl: 'http://address-of-that-day.test' });
  await dispatchJobs(ports, aTarget({ ownName: 'its-own-name' }));
  const json = publisher.sent.find((message) => message.id === id)?.json ?? new Uint8Array();
  const sent = JSON.parse(Buffer.from(json).toString()) as Record<string, unknown>;
  // pyClowder puts the same message back for its next try.
  const { recordDeliveries } = createReportRecorder(bench);
  const delivered = (kind: DeliveredKind) => aDelivery(kind, { jobId: id });
  await recordDeliveries([delivered('STARTED'), delivered('RESUBMITTED'), delivered('STARTED')]);
  const shown = await call('showJobMessage', { params: { id } });
  expect(JSON.stringify(shown?.message)).toBe(
    JSON.stringify({ ...sent, secretKey: 'hidden', notifies: ['hidden'] }),
  );
});

test('a clock that is an hour behind is noted with the job and its instance', async () => {
  const id = await bench.submit({ priority: 9 });
  const attempt = await bench.claim();
  for (let n = 0; n < 4; n += 1) {
    bench.pass(5_000);
    const reportedAt = bench.now() - 3_600_000;
    await attempt.report(aReport('LOG', { reportedAt, reported: new Date(reportedAt).toISOString() }));
  }
  const note = { cause: 'clock', offset_ms: -3_600_000, text: 'clock is about 1 h behind' };
  expect((await call('showJob', { params: { id } }))?.clock).toEqual(note);
  const beat = {
    params: { name: 'word-count', instance_id: 'i-1' },
    body: { version: '1.0', interval_s: 60 },
  };
  await call('sendHeartbeat', beat);
  const [instance] = (await call('listInstances', { params: { name: 'word-count' } })) ?? [];
  expect(instance).toMatchObject({ id: 'i-1', clock: note });
  await attempt.report(aReport('SUCCEEDED'));
});
