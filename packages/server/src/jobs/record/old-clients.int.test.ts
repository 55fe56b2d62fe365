import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Delivery, parseDelivery } from '../../model/report.ts';
import { lockDispatchableJobs } from '../../store/jobs/dispatchable-jobs.ts';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../jobs.builder.ts';
import { addFile, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

interface FileJob {
  readonly id: string;
  readonly fileId: string;
  readonly datasetId: string;
}

const submitForFile = async (): Promise<FileJob> => {
  const file = await addFile(bench);
  return { id: await submitOn(file), fileId: file.id, datasetId: file.datasetId };
};

const submitOn = (file: { readonly id: string; readonly datasetId: string }): Promise<string> =>
  submitToBroker(bench, {
    datasetId: file.datasetId,
    resource: { type: 'file', id: file.id, name: 'soil.csv', sizeBytes: 12, mime: 'text/csv' },
  });

const report = async (deliveries: readonly Delivery[], atOnce: number): Promise<void> => {
  const { recordDeliveries } = createReportRecorder(bench);
  for (let at = 0; at < deliveries.length; at += atOnce) {
    bench.pass(1_000);
    await recordDeliveries(deliveries.slice(at, at + atOnce));
  }
};

/** The job as people see it, and how many jobs there are on its file. */
const seen = async ({ id, fileId }: FileJob) => {
  const { progress, lane } = await bench.job(id);
  const onFile = await bench.db.selectFrom('jobs').select('id').where('resource_id', '=', fileId).execute();
  return {
    state: progress.state,
    lane,
    outcomes: progress.attempts.map(({ outcome }) => outcome),
    errors: progress.attempts.map(({ error }) => error),
    jobs: onFile.length,
  };
};

const AT_ONCE = [1, 3, 500];

/** Reports of pyClowder 2.0.2 and 2.2.0: four fields, no job id; a message put back has no correlation id either. */
const pyclowder = (fileId: string, correlationId: string | null, statuses: readonly string[]): Delivery[] =>
  statuses.map((status) =>
    parseDelivery(
      {
        body: Buffer.from(
          JSON.stringify({
            file_id: fileId,
            extractor_id: WORD_COUNT,
            status: `StatusMessage.${status}`,
            start: '2026-11-24T01:52:13-00:00',
          }),
        ),
        properties: correlationId === null ? {} : { correlationId },
      },
      false,
    ),
  );

const start = ['start: Started processing', 'processing: Downloading file.'];

describe('pyClowder before 2.3', () => {
  const retried = (n: number) => [
    ...start,
    `error: Error processing : try ${n} failed`,
    `processing: Resubmitting message (attempt #${n})`,
  ];
  const done = [...start, 'processing: Uploading file metadata.', 'done: Done processing'];

  test.each(AT_ONCE)('a job that fails twice and then works is one job, %d at once', async (atOnce) => {
    const job = await submitForFile();
    const first = pyclowder(job.fileId, job.id, retried(1));
    await report(first, atOnce);
    expect(await seen(job)).toMatchObject({
      state: 'RESUBMITTED',
      lane: 'rabbitmq',
      outcomes: ['RESUBMITTED'],
    });
    expect((await bench.job(job.id)).progress.finishedAt).toBeNull();
    await report(pyclowder(job.fileId, null, [...retried(2), ...done]), atOnce);
    expect(await seen(job)).toEqual({
      state: 'SUCCEEDED',
      lane: 'rabbitmq',
      outcomes: ['RESUBMITTED', 'RESUBMITTED', 'SUCCEEDED'],
      errors: ['Error processing : try 1 failed', 'Error processing : try 2 failed', null],
      jobs: 1,
    });
  });

  test('a job that fails eleven times ends FAILED with eleven attempts, and makes up no job', async () => {
    const job = await submitForFile();
    const retries = Array.from({ length: 10 }, (_, index) => retried(index + 1)).flat();
    const last = [...start, 'error: Error processing : try 11 failed', 'error: Error processing message'];
    await report(pyclowder(job.fileId, job.id, retried(1)), 1);
    await report(pyclowder(job.fileId, null, [...retries.slice(4), ...last]), 2);
    const { outcomes, errors, ...others } = await seen(job);
    expect(others).toEqual({ state: 'FAILED', lane: 'rabbitmq', jobs: 1 });
    expect(outcomes).toEqual([...Array.from({ length: 10 }, () => 'RESUBMITTED'), 'FAILED']);
    expect(errors.at(-1)).toBe('Error processing : try 11 failed');
  });

  test('two jobs on one file keep apart while one of them is retried', async () => {
    const job = await submitForFile();
    const other = await submitOn({ id: job.fileId, datasetId: job.datasetId });
    await report(pyclowder(job.fileId, job.id, retried(1)), 1);
    await report(pyclowder(job.fileId, other, done), 1);
    await report(pyclowder(job.fileId, null, done), 1);
    expect(await seen(job)).toMatchObject({ outcomes: ['RESUBMITTED', 'SUCCEEDED'], jobs: 2 });
    expect(await seen({ ...job, id: other })).toMatchObject({ outcomes: ['SUCCEEDED'] });
  });

  test('the server does not dispatch a job whose message is in the queue again', async () => {
    const job = await submitForFile();
    await report(pyclowder(job.fileId, job.id, retried(1)), 1);
    const dispatchable = await bench.db
      .transaction()
      .execute((trx) =>
        lockDispatchableJobs(trx, { extractor: WORD_COUNT, room: 100, inBroker: new Map() }, bench.now()),
      );
    expect(dispatchable.map(({ facts }) => facts.id)).not.toContain(job.id);
  });

  test('reports for a file without a job are one inferred job, with its attempts', async () => {
    const { id: fileId } = await addFile(bench);
    await report(pyclowder(fileId, null, [...retried(1), ...retried(2), ...done]), 1);
    const jobs = await bench.db.selectFrom('jobs').select('id').where('resource_id', '=', fileId).execute();
    expect(jobs).toHaveLength(1);
    expect(await seen({ id: jobs[0]?.id ?? '', fileId, datasetId: '' })).toMatchObject({
      state: 'SUCCEEDED',
      outcomes: ['RESUBMITTED', 'RESUBMITTED', 'SUCCEEDED'],
    });
  });
});

/** Reports of jclowder: its own sentences, no starts, and a bare "Done" at every end. */
const jclowder = ({ id, fileId }: FileJob, statuses: readonly string[]): Delivery[] =>
  statuses.map((status) =>
    parseDelivery(
      {
        body: Buffer.from(
          JSON.stringify({
            file_id: fileId,
            job_id: id,
            extractor_id: WORD_COUNT,
            start: '2026-11-24T01:52:13.204Z',
            status,
          }),
        ),
        properties: { correlationId: id },
      },
      false,
    ),
  );

describe('jclowder', () => {
  const begun = ['Starting file download.', 'Downloading file'];
  const good = [...begun, 'Processing file.', 'Done'];
  const failedTry = (n: number) => [...begun, 'Processing file.', `Error processing file : failure ${n}`];
  const tenFailures = Array.from({ length: 10 }, (_, index) => failedTry(index + 1)).flat();

  test.each(AT_ONCE)('a job is done with one attempt, %d reports at once', async (atOnce) => {
    const job = await submitForFile();
    await report(jclowder(job, good), atOnce);
    expect(await seen(job)).toMatchObject({ state: 'SUCCEEDED', outcomes: ['SUCCEEDED'], jobs: 1 });
  });

  test.each(AT_ONCE)(
    'a job that failed ten times is FAILED, though it says Done, %d at once',
    async (atOnce) => {
      const job = await submitForFile();
      await report(jclowder(job, [...tenFailures, 'Done']), atOnce);
      expect(await seen(job)).toMatchObject({
        state: 'FAILED',
        outcomes: ['FAILED'],
        errors: ['Error processing file : failure 10 (reported as Done)'],
      });
    },
  );

  test('a job whose third try works is done', async () => {
    const job = await submitForFile();
    await report(jclowder(job, [...failedTry(1), ...failedTry(2), ...good]), 1);
    expect(await seen(job)).toMatchObject({ state: 'SUCCEEDED', outcomes: ['SUCCEEDED'], errors: [null] });
  });

  test('a killed extractor loses its attempt, and the next one has its own', async () => {
    const job = await submitForFile();
    await report(jclowder(job, [...begun, 'Processing file.', ...good]), 1);
    expect(await seen(job)).toMatchObject({ state: 'SUCCEEDED', outcomes: ['LOST', 'SUCCEEDED'] });
  });

  test('a message moved back from the error queue runs as a new attempt', async () => {
    const job = await submitForFile();
    await report(jclowder(job, [...tenFailures, 'Done', ...good]), 1);
    expect(await seen(job)).toMatchObject({ state: 'SUCCEEDED', outcomes: ['FAILED', 'SUCCEEDED'] });
    expect((await bench.job(job.id)).progress.flags).toEqual(new Set(['reopened']));
  });
});
