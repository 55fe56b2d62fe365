import { RECORDINGS, type Recording, type RecordingName, readRecording } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Delivery, parseDelivery } from '../../model/report.ts';
import { createJobsBench, type JobsBench } from '../jobs.builder.ts';
import { addFile, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

/** What unmodified pyClowder sent in recorded conversations, and the state that the job must reach. */
const EXPECTED = {
  abort: { state: 'FAILED', attempts: ['FAILED'], events: ['STARTED', 'PROCESSING', 'ERROR'] },
  'crash-then-redelivered': {
    state: 'SUCCEEDED',
    attempts: ['LOST', 'SUCCEEDED'],
    events: ['STARTED', ...lines(2), 'STARTED', ...lines(3), 'SUCCEEDED'],
  },
  'flaky-then-ok': {
    state: 'SUCCEEDED',
    attempts: ['RESUBMITTED', 'RESUBMITTED', 'SUCCEEDED'],
    events: [...retried(2), ...retried(2), 'STARTED', ...lines(2), 'SUCCEEDED'],
  },
  'manual-submission': success(),
  skip: { state: 'SKIPPED', attempts: ['SKIPPED'], events: ['STARTED', 'SKIPPED', 'SUCCEEDED'] },
  'slow-progress': {
    state: 'SUCCEEDED',
    attempts: ['SUCCEEDED'],
    events: ['STARTED', ...lines(11), 'SUCCEEDED'],
  },
  'test-file-extractor': {
    state: 'RESUBMITTED',
    attempts: Array.from({ length: 7 }, () => 'RESUBMITTED'),
    events: Array.from({ length: 7 }, () => retried(2)).flat(),
  },
  wordcount: success(),
  'wordcount-no-job-id': success(),
} as const satisfies Record<RecordingName, object>;

function lines(count: number): string[] {
  return Array.from({ length: count }, () => 'PROCESSING');
}
function retried(count: number): string[] {
  return ['STARTED', ...lines(count), 'RESUBMITTED'];
}
function success() {
  return { state: 'SUCCEEDED', attempts: ['SUCCEEDED'], events: ['STARTED', ...lines(4), 'SUCCEEDED'] };
}

const EXTRACTORS = [...new Set(RECORDINGS.map((name) => extractorOf(name)))];

function extractorOf(name: RecordingName): string {
  return String(readRecording(name).replies[0]?.body.extractor_id);
}

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench(EXTRACTORS);
});
afterAll(() => bench.close());

/** As if the message had been ours: the job's own id, and our correlation id, where the recording has any. */
const deliveryFrom = (
  { body, properties, redelivered }: Recording['replies'][number],
  jobId: string,
  fileId: string,
): Delivery =>
  parseDelivery(
    {
      body: Buffer.from(
        JSON.stringify({ ...body, file_id: fileId, job_id: body.job_id === null ? null : jobId }),
      ),
      properties: properties.correlation_id === undefined ? {} : { correlationId: jobId },
    },
    redelivered,
  );

const replayed = async (name: RecordingName, atOnce: number): Promise<string> => {
  const file = await addFile(bench);
  const jobId = await submitToBroker(bench, {
    extractor: extractorOf(name),
    datasetId: file.datasetId,
    resource: { type: 'file', id: file.id, name: 'a.txt', sizeBytes: 32, mime: 'text/plain' },
  });
  const deliveries = readRecording(name).replies.map((reply) => deliveryFrom(reply, jobId, file.id));
  for (let at = 0; at < deliveries.length; at += atOnce) {
    bench.pass(1_000);
    await createReportRecorder(bench).recordDeliveries(deliveries.slice(at, at + atOnce));
  }
  return jobId;
};

test.each(RECORDINGS.flatMap((name) => [[name, 1] as const, [name, 500] as const]))(
  '%s, %d at a time, is one job with its attempts and every event',
  async (name, atOnce) => {
    const before = await bench.db.selectFrom('jobs').select('id').execute();
    const id = await replayed(name, atOnce);
    const { state, attempts, events } = EXPECTED[name];
    const { progress, lane } = await bench.job(id);

    expect(lane).toBe('rabbitmq');
    expect(progress.state).toBe(state);
    expect(progress.attempts.map(({ outcome }) => outcome)).toEqual(attempts);
    const reported = (await bench.events(id)).filter(({ matchedBy }) => matchedBy !== 'server');
    expect(reported.map(({ kind }) => kind)).toEqual(events);
    const by = name === 'wordcount-no-job-id' ? 'correlation_id' : 'job_id';
    expect(new Set(reported.map(({ matchedBy }) => matchedBy))).toEqual(new Set([by]));
    expect(await bench.db.selectFrom('jobs').select('id').execute()).toHaveLength(before.length + 1);
    expect(await bench.db.selectFrom('quarantine').select('id').execute()).toEqual([]);
  },
);
