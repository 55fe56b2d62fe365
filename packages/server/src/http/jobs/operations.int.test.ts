import { ApiError, type Operation, type OperationPreview } from '@pawprint/protocol';
import { v4, v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ANA, aReport, WORD_COUNT, wanted } from '../../jobs/jobs.builder.ts';
import { createJobServerBench, type JobServerBench, startJobServer } from './job-server.builder.ts';

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

test('what an operation moved is moved back, which a dry run counts', async () => {
  const [{ datasetId, resource }, { datasetId: to }] = [await bench.addFile(), await bench.addFile()];
  const moved = asOperation(
    await call('moveDatasetFiles', { params: { id: datasetId }, body: { ids: [resource.id], to } }),
  );
  await ended(moved);
  const [params, body] = [{ id: to }, { moved_by: moved.id, to: datasetId }];
  const preview = await call('moveDatasetFiles', { params, body: { ...body, dry_run: true } });
  expect(asPreview(preview)).toMatchObject({ eligible: 1, sample: [{ resource: { id: resource.id } }] });
  const back = await ended(asOperation(await call('moveDatasetFiles', { params, body })));

  expect(back).toMatchObject({ kind: 'move_files', dataset_id: to, done: 1, failed_count: 0 });
  const { dataset_id } = await bench.db
    .selectFrom('files')
    .select('dataset_id')
    .where('id', '=', resource.id)
    .executeTakeFirstOrThrow();
  expect(dataset_id).toBe(datasetId);
  const both = { ...body, ids: [resource.id] };
  expect(await codeOf(call('moveDatasetFiles', { params, body: both }))).toBe('bad_request');
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

describe('the list of operations', () => {
  beforeEach(() => bench.db.deleteFrom('operations').execute());
  afterEach(() => bench.db.deleteFrom('operations').execute());

  const insert = async (
    requested_by: string,
    state: 'running' | 'finished',
    minute: number,
  ): Promise<string> => {
    const at = new Date(Date.UTC(2026, 10, 24, 12, minute));
    const id = v7({ msecs: at.getTime() });
    await bench.db
      .insertInto('operations')
      .values({
        id,
        kind: 'resubmit',
        state,
        requested_by,
        requested_at: at,
        finished_at: state === 'running' ? null : at,
        request: JSON.stringify({ kind: 'resubmit', filter: { extractor: WORD_COUNT } }),
        subject_count: 1,
      })
      .execute();
    return id;
  };

  test('has those that run first, then the others, newest first, in pages', async () => {
    const [ended, running] = [await insert('ana', 'finished', 2), await insert('ana', 'running', 1)];
    const [older, newer] = [await insert('ana', 'finished', 0), await insert('ana', 'running', 3)];
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await call('listOperations', { query: { limit: 1, cursor } });
      ids.push(...(page?.items.map(({ id }) => id) ?? []));
      cursor = page?.next ?? undefined;
    } while (cursor !== undefined);

    expect(ids).toEqual([newer, running, ended, older]);
    const recent = await call('listOperations', { query: { ended_since: '2026-11-24T12:01:00Z' } });
    expect(recent?.items.map(({ id }) => id)).toEqual([newer, running, ended]);
    expect(recent?.items[0]).toMatchObject({ kind: 'resubmit', extractor: WORD_COUNT, dataset_id: null });
  });

  test('is that of the person who asks, and of all people for an administrator', async () => {
    const ben = { id: 'ben', name: 'Ben Okafor', email: 'ben@example.org' };
    await bench.db.insertInto('users').values(ben).execute();
    const [his, hers] = [await insert('ben', 'finished', 1), await insert('ana', 'finished', 2)];
    const server = await startJobServer(bench, {
      caller: { kind: 'user', role: 'user', ...ben },
      hasRight: async (_caller, right) => right !== 'operate',
    });
    const listed = await server.client.call('listOperations', {});
    await server.stop();

    expect(listed?.items.map(({ id }) => id)).toEqual([his]);
    const all = await call('listOperations', {});
    expect(all?.items.map(({ id, requested_by }) => [id, requested_by?.name])).toEqual([
      [hers, ANA.name],
      [his, ben.name],
    ]);
  });

  test.each(['x', 'running.', 'running.x', `waiting.${v4()}`])('has no page after %j', async (cursor) => {
    expect(await codeOf(call('listOperations', { query: { cursor } }))).toBe('bad_request');
  });
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
