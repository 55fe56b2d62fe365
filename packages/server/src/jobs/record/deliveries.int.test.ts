import { replay } from '@pawprint/core';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Delivery, parseDelivery } from '../../model/report.ts';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../jobs.builder.ts';
import {
  aDelivery,
  addFile,
  again,
  type DeliveredKind,
  type DeliveryOptions,
  submitToBroker,
} from './deliveries.builder.ts';
import { createReportRecorder, type ReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
let recordBatch: ReportRecorder['recordDeliveries'];
beforeAll(async () => {
  bench = await createJobsBench([WORD_COUNT, 'other']);
  recordBatch = createReportRecorder(bench).recordDeliveries;
});
beforeEach(async () => {
  await bench.db.deleteFrom('jobs').execute();
  await sql`truncate job_events`.execute(bench.db);
});
afterAll(() => bench.close());

const record = (...batch: Delivery[]) => recordBatch(batch);

const deliver = (jobId: string, ...kinds: DeliveredKind[]) =>
  record(...kinds.map((kind, n) => aDelivery(kind, { jobId, message: `${kind} ${n}` })));

/** The events that extractors reported, without those of the server. */
const reportedEvents = async (id: string) =>
  (await bench.events(id)).filter(({ matchedBy }) => matchedBy !== 'server');

const jobIds = async (): Promise<string[]> =>
  (await bench.db.selectFrom('jobs').select('id').orderBy('last_seq').execute()).map(({ id }) => id);

test('reports start and end a job and show its lane', async () => {
  const id = await bench.submit();
  await deliver(id, 'STARTED', 'PROCESSING', 'SUCCEEDED');

  const { progress, lane } = await bench.job(id);
  expect(lane).toBe('rabbitmq');
  expect(progress).toMatchObject({ state: 'SUCCEEDED', extractorVersion: '1.0' });
  expect(progress.attempts).toMatchObject([{ number: 1, outcome: 'SUCCEEDED', extractorVersion: '1.0' }]);
  expect(await reportedEvents(id)).toMatchObject([
    { kind: 'STARTED', matchedBy: 'job_id', reported: '2026-11-24T01:52:13-00:00' },
    { kind: 'PROCESSING', message: 'PROCESSING 1' },
    { kind: 'SUCCEEDED' },
  ]);
  expect(replay({ submittedAt: progress.submittedAt }, await bench.events(id))).toEqual(progress);
});

test('mixed reports of many jobs keep their order within each', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => submitToBroker(bench)));
  const kinds: DeliveredKind[] = [
    'STARTED',
    'PROCESSING',
    'PROCESSING',
    'RESUBMITTED',
    'STARTED',
    'SUCCEEDED',
  ];
  const rounds = kinds.map((kind, n) =>
    ids.map((jobId) => aDelivery(kind, { jobId, message: `${n}` })).toSorted(() => 0.5 - Math.random()),
  );
  const all = rounds.flat();
  for (let at = 0; at < all.length; at += 37) await record(...all.slice(at, at + 37));

  for (const id of ids) {
    expect((await reportedEvents(id)).map(({ kind, message }) => [kind, message])).toEqual(
      kinds.map((kind, n) => [kind, `${n}`]),
    );
    expect((await bench.job(id)).progress.attempts).toMatchObject([
      { outcome: 'RESUBMITTED' },
      { outcome: 'SUCCEEDED' },
    ]);
  }
});

test('retries over RabbitMQ are not limited by the server', async () => {
  const id = await submitToBroker(bench);
  for (let n = 0; n <= bench.terms.maxAttempts; n += 1) await deliver(id, 'STARTED', 'RESUBMITTED');
  expect((await bench.job(id)).progress.state).toBe('RESUBMITTED');
});

describe('a repeated report', () => {
  test('changes nothing if the broker delivers it a second time', async () => {
    const id = await submitToBroker(bench);
    const [start, line] = [aDelivery('STARTED', { jobId: id }), aDelivery('PROCESSING', { jobId: id })];
    await record(start, line);
    const before = await bench.job(id);
    bench.pass(1_000);
    const taken = await record(again(start), again(line), again(line));

    expect(taken.map(({ outcome }) => outcome)).toEqual(['repeated', 'repeated', 'repeated']);
    expect(await bench.job(id)).toEqual(before);
    expect(await reportedEvents(id)).toHaveLength(2);
  });

  test('is a new report if the sender sent it twice', async () => {
    const id = await submitToBroker(bench);
    const line = aDelivery('PROCESSING', { jobId: id });
    await record(line, line);
    await record(line);
    expect(new Set((await reportedEvents(id)).map((event) => event.id)).size).toBe(3);
  });

  test('without a time is a new report however late it comes', async () => {
    const id = await submitToBroker(bench);
    const body = Buffer.from(JSON.stringify({ extractor_id: WORD_COUNT, job_id: id, status: 'working' }));
    const line = parseDelivery({ body, properties: {} }, false);
    await record(line);
    await createReportRecorder(bench).recordDeliveries([line]);
    await createReportRecorder(bench).recordDeliveries([again(line)]);
    expect(new Set((await reportedEvents(id)).map((event) => event.id)).size).toBe(2);
  });

  test('with an id of its own is always the same report', async () => {
    const id = await submitToBroker(bench);
    const messageId = v4();
    const line = aDelivery('PROCESSING', { jobId: id, messageId: messageId.toUpperCase() });
    await record(line, line);
    await record(line, again(line));
    expect((await reportedEvents(id)).map((event) => event.id)).toEqual([messageId]);
  });

  test('without an id is recognised after its run has ended', async () => {
    const { id: fileId } = await addFile(bench);
    const run = (['STARTED', 'SUCCEEDED'] as const).map((kind) => aDelivery(kind, { fileId }));
    await record(...run);
    await record(...run.map(again));
    expect(await jobIds()).toHaveLength(1);
  });
});

describe('a report without a job id', () => {
  const deliverWith = async (options: DeliveryOptions, ...kinds: DeliveredKind[]) => {
    for (const kind of kinds) await record(aDelivery(kind, { ...options, message: v4() }));
  };

  test('is matched by the message it answers', async () => {
    const id = await submitToBroker(bench);
    await deliverWith({ correlationId: id }, 'STARTED', 'SUCCEEDED');
    expect(await reportedEvents(id)).toMatchObject([
      { matchedBy: 'correlation_id' },
      { matchedBy: 'correlation_id' },
    ]);
    expect((await bench.job(id)).progress.state).toBe('SUCCEEDED');
  });

  test('is matched to the only open job of its extractor on its file', async () => {
    const file = await addFile(bench);
    const resource = { type: 'file', id: file.id, name: 'soil.csv', sizeBytes: 1, mime: 'text/csv' } as const;
    const id = await submitToBroker(bench, { resource });
    await submitToBroker(bench, { resource, extractor: 'other' });
    await deliverWith({ fileId: file.id, correlationId: v4() }, 'STARTED');
    expect(await reportedEvents(id)).toMatchObject([{ kind: 'STARTED', matchedBy: 'rule' }]);
  });

  test('adds an inferred job, which gets the reports that follow', async () => {
    const file = await addFile(bench);
    await deliverWith({ fileId: file.id }, 'STARTED', 'PROCESSING', 'SUCCEEDED');
    await deliverWith({ fileId: file.datasetId }, 'STARTED', 'RESUBMITTED', 'STARTED');

    const [first, second] = await Promise.all((await jobIds()).map((id) => bench.job(id)));
    expect(first).toMatchObject({
      facts: {
        trigger: 'legacy',
        submittedBy: null,
        datasetId: file.datasetId,
        resource: { type: 'file', id: file.id, name: 'soil.csv', sizeBytes: 12, mime: 'text/csv' },
      },
      progress: { state: 'SUCCEEDED', flags: new Set(['inferred']), attempts: [{ outcome: 'SUCCEEDED' }] },
    });
    expect(second).toMatchObject({
      facts: { resource: { type: 'dataset', id: file.datasetId }, datasetId: file.datasetId },
      progress: { state: 'RUNNING', attempts: [{ outcome: 'RESUBMITTED' }, { outcome: 'RUNNING' }] },
    });
    const id = first?.facts.id ?? '';
    expect((await reportedEvents(id)).map(({ matchedBy }) => matchedBy)).toEqual(Array(3).fill('inferred'));
    const submission = { submittedAt: first?.progress.submittedAt ?? 0, inferred: true };
    expect(replay(submission, await bench.events(id))).toEqual(first?.progress);
  });

  test('adds another inferred job after an end, a start or a long silence', async () => {
    const { id: fileId } = await addFile(bench);
    await record(
      aDelivery('STARTED', { fileId, message: '1' }),
      aDelivery('SKIPPED', { fileId, message: '2' }),
      aDelivery('SUCCEEDED', { fileId, message: '3' }),
      aDelivery('STARTED', { fileId, message: '4' }),
    );
    await deliverWith({ fileId }, 'STARTED');
    bench.pass(7 * 3_600_000);
    await deliverWith({ fileId }, 'PROCESSING');

    const jobs = await Promise.all((await jobIds()).map((id) => bench.job(id)));
    expect(jobs.map(({ progress }) => progress.state)).toEqual(['SKIPPED', 'RUNNING', 'RUNNING', 'RUNNING']);
    expect(await reportedEvents(jobs[0]?.facts.id ?? '')).toHaveLength(3);
  });

  test("of a private extractor is matched by the extractor's own name", async () => {
    const private_ = {
      name: 'private.k1.mine',
      id: v4(),
      version: '7',
      info: '{"name":"mine"}',
      owner: 'ana',
    };
    const seen = new Date(0);
    await bench.db
      .insertInto('extractors')
      .values({ ...private_, enabled: true, first_seen_at: seen, updated_at: seen })
      .execute();
    const id = await submitToBroker(bench, { extractor: 'private.k1.mine' });
    await deliverWith({ jobId: id, extractor: 'mine' }, 'STARTED');
    expect((await bench.job(id)).progress).toMatchObject({ state: 'RUNNING', extractorVersion: '7' });
  });
});

describe('the headers of our SDK', () => {
  const headers = { 'x-pawprint-instance': 'i-1', 'x-pawprint-version': '3.0', 'x-pawprint-attempt': 1 };

  test('contain the instance, the version and the attempt', async () => {
    const jobId = await submitToBroker(bench);
    await record(aDelivery('STARTED', { jobId, headers }), aDelivery('SUCCEEDED', { jobId, headers }));
    const { attempts } = (await bench.job(jobId)).progress;
    expect(attempts).toMatchObject([{ instanceId: 'i-1', extractorVersion: '3.0', outcome: 'SUCCEEDED' }]);
  });

  test('distinguish two instances on one job without attempt numbers', async () => {
    const jobId = await submitToBroker(bench);
    const of = (instance: string) => ({ jobId, headers: { 'x-pawprint-instance': instance } });
    await record(
      aDelivery('STARTED', of('a')),
      aDelivery('STARTED', of('b')),
      aDelivery('PROCESSING', { ...of('a'), message: 'late' }),
      aDelivery('SUCCEEDED', of('b')),
    );
    const events = await reportedEvents(jobId);
    expect(events.map(({ recordedAttempt }) => recordedAttempt)).toEqual([1, 2, 1, 2]);
    expect(events.map(({ late }) => late)).toEqual([false, false, true, false]);
  });
});

test.each([
  ['a key', 'GET /api/files/f1?key=SECRET failed', 'GET /api/files/f1?key=*** failed'],
  ['NUL and half a letter', 'a\0b\ud83d', 'a\uFFFDb\uFFFD'],
  ['too much', 'x'.repeat(20_480), `${'x'.repeat(20_000)} … (480 characters more)`],
  ['HTML', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
])('a message with %s is stored as text', async (_, message, stored) => {
  const id = await submitToBroker(bench);
  await record(aDelivery('ERROR', { jobId: id, message }));
  expect((await bench.job(id)).progress.error).toEqual({ message: stored, attempt: 1 });
});
