import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Delivery, parseDelivery } from '../../model/report.ts';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../jobs.builder.ts';
import { aDelivery, again, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
let record: readonly ((...deliveries: Delivery[]) => Promise<readonly string[]>)[];

beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

/** Two servers, of which the first has read the reply queue until now. */
beforeEach(async () => {
  record = [1, 2].map(() => {
    const { recordDeliveries } = createReportRecorder(bench);
    return async (...deliveries) => (await recordDeliveries(deliveries)).map(({ outcome }) => outcome);
  });
  await first(aDelivery('STARTED', { jobId: await submitToBroker(bench) }));
});

const first = (...deliveries: Delivery[]) => record[0]?.(...deliveries);
const second = (...deliveries: Delivery[]) => record[1]?.(...deliveries);

const countReports = async (jobId: string): Promise<number> =>
  (await bench.events(jobId)).filter(({ kind }) => kind !== 'SUBMITTED' && kind !== 'QUEUED').length;

test('what the broker gave to another server meanwhile is stored once, though this one got it first', async () => {
  const jobId = await submitToBroker(bench);
  const reports = [aDelivery('STARTED', { jobId }), aDelivery('PROCESSING', { jobId })];
  expect(await second(...reports.map(again))).toEqual(['recorded', 'recorded']);
  expect(await first(...reports)).toEqual(['repeated', 'repeated']);
  expect(await countReports(jobId)).toBe(2);
});

test('what two servers store at the same time is stored once', async () => {
  const jobId = await submitToBroker(bench);
  const reports = Array.from({ length: 50 }, (_, n) =>
    aDelivery('PROCESSING', { jobId, message: `line ${n}` }),
  );
  await Promise.all([second(...reports.map(again)), first(...reports)]);
  expect(await countReports(jobId)).toBe(50);
});

test('equal reports that come together after another server read the queue are two', async () => {
  const jobId = await submitToBroker(bench);
  const line = aDelivery('PROCESSING', { jobId });
  expect(await second(line, line)).toEqual(['recorded', 'recorded']);
  expect(await countReports(jobId)).toBe(2);
});

test('a report without a time is a new one, though another server has stored an equal one', async () => {
  const jobId = await submitToBroker(bench);
  const body = Buffer.from(JSON.stringify({ extractor_id: WORD_COUNT, job_id: jobId, status: 'working' }));
  const line = parseDelivery({ body, properties: {} }, false);
  await first(line);
  expect(await second(line)).toEqual(['recorded']);
  expect(await countReports(jobId)).toBe(2);
});
