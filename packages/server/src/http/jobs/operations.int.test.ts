import { ApiError, type Operation, type OperationPreview } from '@pawprint/protocol';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport, WORD_COUNT, wanted } from '../../jobs/jobs.builder.ts';
import { createJobServerBench, type JobServerBench } from './job-server.builder.ts';

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench();
  await bench.db
    .updateTable('extractors')
    .set({ process: JSON.stringify({ file: ['text/*'] }) })
    .execute();
});
afterAll(() => bench.close());

const call: JobServerBench['server']['client']['call'] = (name, input) =>
  bench.server.client.call(name, input);

const asPreview = (answer: Operation | OperationPreview | undefined): OperationPreview => {
  if (answer === undefined || !('eligible' in answer)) throw new Error('it is no preview');
  return answer;
};

const asOperation = (answer: Operation | OperationPreview | undefined): Operation => {
  if (answer === undefined || 'eligible' in answer) throw new Error('it is no operation');
  return answer;
};

const ended = async ({ id }: Operation): Promise<Operation | undefined> => {
  await expect.poll(async () => (await call('showOperation', { params: { id } }))?.state).not.toBe('running');
  return call('showOperation', { params: { id } });
};

const codeOf = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'not refused',
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );

test('a dry run counts what would be cancelled, and changes nothing', async () => {
  const file = await bench.addFile();
  const waiting = await bench.submit(file);
  const filter = { resource_id: file.resource.id };
  const preview = asPreview(await call('cancelJobs', { body: { filter, dry_run: true } }));

  expect(preview).toEqual({
    eligible: 1,
    not_eligible: [],
    sample: [
      {
        job_id: waiting,
        extractor: WORD_COUNT,
        resource: { type: 'file', id: file.resource.id, name: 'soil.csv' },
      },
    ],
  });
  expect((await bench.job(waiting)).progress.state).toBe('QUEUED');
  const operation = asOperation(await call('cancelJobs', { body: { filter } }));
  expect(await ended(operation)).toMatchObject({
    kind: 'cancel',
    state: 'finished',
    requested_by: { id: 'ana', name: 'Ana Ferreira' },
    done: 1,
    of: 1,
    failed_count: 0,
    failed: [],
  });
  expect(asPreview(await call('cancelJobs', { body: { filter, dry_run: true } })).not_eligible).toEqual([
    { reason: 'already_ended', text: 'It has ended.', count: 1 },
  ]);
});

test('the failed jobs of a dataset are resubmitted', async () => {
  const file = await bench.addFile();
  const old = await bench.submit({ ...file, priority: 9 });
  await (await bench.claim()).report(aReport('ERROR', { message: 'disk full' }));
  const filter = { dataset_id: file.datasetId, state: ['FAILED' as const] };
  await ended(asOperation(await call('resubmitJobs', { body: { filter, parameters: { depth: 3 } } })));
  const job = await call('showJob', { params: { id: old } });

  expect(job?.resubmitted_as).toHaveLength(1);
  const newer = await call('showJob', { params: { id: job?.resubmitted_as[0] ?? '' } });
  expect(newer).toMatchObject({ resubmit_of: old, parameters: { depth: 3 } });
});

test('an extractor is run on what it has missed', async () => {
  const { datasetId, resource } = await bench.addFile();
  const image = { ...wanted().resource, name: 'soil.png', mime: 'image/png' };
  await bench.addFile({ datasetId, resource: image });
  const params = { name: WORD_COUNT };
  const preview = await call('runMissing', { params, body: { dataset_id: datasetId, dry_run: true } });

  expect(asPreview(preview)).toMatchObject({
    eligible: 1,
    not_eligible: [{ reason: 'other_type', count: 1 }],
    sample: [{ job_id: null, extractor: WORD_COUNT, resource: { id: resource.id } }],
  });
  await ended(asOperation(await call('runMissing', { params, body: { dataset_id: datasetId } })));
  const jobs = await call('listJobs', { query: { dataset_id: datasetId } });
  expect(jobs?.items).toMatchObject([{ trigger: 'manual', resource: { id: resource.id } }]);
});

test('a stream shows an operation until it has ended', async () => {
  const file = await bench.addFile();
  await bench.submit(file);
  const filter = { resource_id: file.resource.id };
  const { id } = asOperation(await call('cancelJobs', { body: { filter } }));
  const text = await (await bench.server.client.fetch('streamOperation', { params: { id } })).text();
  const operations = text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)) as Operation);

  expect(text).toContain('event: operation\n');
  expect(operations.at(-1)).toEqual(await call('showOperation', { params: { id } }));
  expect(operations.at(-1)).toMatchObject({ state: 'finished', done: 1 });
});

test('an operation that has ended cannot be stopped, and an unknown one is not found', async () => {
  const operation = asOperation(await call('cancelJobs', { body: { ids: [v4()] } }));
  expect(operation).toMatchObject({ of: 0, state: 'finished' });
  expect(await codeOf(call('stopOperation', { params: { id: operation.id } }))).toBe('already_ended');
  expect(await codeOf(call('showOperation', { params: { id: v4() } }))).toBe('not_found');
  expect(await codeOf(call('streamOperation', { params: { id: 'x' } }))).toBe('not_found');
});

test.each([
  [{}],
  [{ filter: {} }],
  [{ ids: [] }],
  [{ filter: { extractor: 'x' }, ids: ['y'] }],
  [{ filter: { extractor: 'x', dataset: 'misspelt' } }],
])('%j is a bad request', async (body) => {
  expect(await codeOf(call('cancelJobs', { body }))).toBe('bad_request');
  expect(await codeOf(call('resubmitJobs', { body }))).toBe('bad_request');
});
