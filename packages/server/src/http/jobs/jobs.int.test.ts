import { ApiError } from '@pawprint/protocol';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport, wanted } from '../../jobs/jobs.builder.ts';
import { expireLeases } from '../../jobs/leases.ts';
import { createJobServerBench, type JobServerBench } from './job-server.builder.ts';

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench(['word-count', 'image-preview']);
});
afterAll(() => bench.close());

const refusalOf = async (call: Promise<unknown>): Promise<{ status: number; code: string }> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error('it was not refused');
  return { status: error.status, code: error.code };
};

const call: JobServerBench['server']['client']['call'] = (name, input) =>
  bench.server.client.call(name, input);

test('a job is shown with its times, its people and its attempts', async () => {
  const id = await bench.submit({ parameters: { depth: 2 } });
  bench.pass(1_000);
  const attempt = await bench.claim();
  await attempt.report(aReport('PROGRESS', { progress: 1 / 3, message: 'a third' }));
  bench.pass(2_000);

  expect(await call('showJob', { params: { id } })).toMatchObject({
    id,
    state: 'RUNNING',
    extractor: 'word-count',
    extractor_version: '1.0',
    resource: { type: 'file', name: 'soil.csv' },
    submitted_by: { id: 'ana', name: 'Ana Ferreira' },
    trigger: 'upload',
    parameters: { depth: 2 },
    progress: 1 / 3,
    latest: { kind: 'PROGRESS', message: 'a third' },
    wait_ms: 1_000,
    run_ms: 2_000,
    elapsed_ms: 3_000,
    attempts: [{ number: 1, outcome: 'RUNNING', run_ms: 2_000, instance_id: 'i-1' }],
  });
  await attempt.report(aReport('SUCCEEDED'));
});

test('jobs are listed page by page', async () => {
  const resource = { ...wanted().resource, id: v4() };
  for (let n = 0; n < 5; n += 1) await bench.submit({ resource });
  const query = { resource_id: resource.id, limit: 3 };
  const first = await call('listJobs', { query });
  const second = await call('listJobs', { query: { ...query, cursor: first?.next ?? '' } });

  expect([first?.items.length, second?.items.length, second?.next]).toEqual([3, 2, null]);
  expect(
    await call('listJobs', { query: { resource_id: resource.id.toUpperCase(), state: ['RUNNING'] } }),
  ).toEqual({
    items: [],
    next: null,
  });
});

test('`me` is the caller', async () => {
  const id = await bench.submit({ submittedBy: null });
  const mine = await call('listJobs', { query: { submitted_by: 'me', limit: 200 } });

  expect(mine?.items.length).toBeGreaterThan(0);
  expect(mine?.items.map((job) => job.id)).not.toContain(id);
});

test('a waiting job has a reason, and a decision has facts', async () => {
  const id = await bench.submit({ extractor: 'image-preview' });
  expect((await call('showJob', { params: { id } }))?.reason).toEqual({
    code: 'no_instance_seen',
    text: 'No instance of image-preview has been seen yet',
    facts: { extractor: 'image-preview' },
  });
  await bench.claim('image-preview');
  bench.pass(bench.terms.leaseMs);
  await expireLeases(bench, bench.now());
  const { items = [] } = (await call('listJobEvents', { params: { id }, query: {} })) ?? {};
  expect(items.at(-1)).toMatchObject({
    kind: 'ATTEMPT_LOST',
    reason: { code: 'attempt_lost', facts: { attempt: 1 } },
  });
  expect(items[0]).toMatchObject({ kind: 'SUBMITTED', reason: null });
  await (await bench.claim('image-preview')).report(aReport('SUCCEEDED'));
  expect((await call('showJob', { params: { id } }))?.reason).toBeNull();
});

test('an invalid cursor is a bad request', async () => {
  expect(await refusalOf(call('listJobs', { query: { cursor: 'x' } }))).toEqual({
    status: 400,
    code: 'bad_request',
  });
});

test('an open job is cancelled, an ended one is refused', async () => {
  const id = await bench.submit({ priority: 9 });
  expect(await call('cancelJob', { params: { id } })).toMatchObject({
    state: 'CANCELLED',
    cancel: { requested_by: { id: 'ana', name: 'Ana Ferreira' }, outcome: 'never_ran' },
  });
  const done = await bench.submit({ priority: 9 });
  await (await bench.claim()).report(aReport('SKIPPED', { message: 'no words' }));

  expect(await refusalOf(call('cancelJob', { params: { id: done } }))).toEqual({
    status: 409,
    code: 'already_ended',
  });
});

test('a job is resubmitted with its own or other parameters', async () => {
  const id = await bench.submit({ ...(await bench.addFile()), parameters: { depth: 2 } });
  const same = await call('resubmitJob', { params: { id } });
  const other = await call('resubmitJob', { params: { id }, body: { parameters: { depth: 3 } } });

  expect(same).toMatchObject({ resubmit_of: id, trigger: 'resubmit', parameters: { depth: 2 } });
  expect(other).toMatchObject({ resubmit_of: id, parameters: { depth: 3 } });
  expect(await call('showJob', { params: { id } })).toMatchObject({ resubmitted_as: [same?.id, other?.id] });
});

test('events are listed forwards, backwards and by their text', async () => {
  const id = await bench.submit({ priority: 9 });
  const attempt = await bench.claim();
  await attempt.report(
    ...['Alpha', 'beta', 'gamma'].map((message) => aReport('LOG', { level: 'info', message })),
  );
  const list = async (query: object) =>
    (await call('listJobEvents', { params: { id }, query })) ?? { items: [], next: 0 };
  const all = await list({});
  const [first, , , fourth] = all.items;

  expect(all.items.map(({ kind }) => kind)).toEqual(['SUBMITTED', 'QUEUED', 'STARTED', 'LOG', 'LOG', 'LOG']);
  expect(all.next).toBeNull();
  const forwards = await list({ after: first?.seq, limit: 2 });
  expect(forwards.items).toEqual(all.items.slice(1, 3));
  expect(forwards.next).toBe(forwards.items.at(-1)?.seq);
  const backwards = await list({ before: fourth?.seq, limit: 2 });
  expect(backwards.items).toEqual(all.items.slice(1, 3));
  expect(backwards.next).toBe(backwards.items[0]?.seq);
  expect((await list({ kind: ['LOG'], q: 'ALPH', attempt: 1 })).items).toEqual([fourth]);
  await attempt.report(aReport('SUCCEEDED'));
});

test('events are listed by who they are from, what went wrong, and from a number on', async () => {
  const id = await bench.submit({ priority: 9 });
  const attempt = await bench.claim();
  await attempt.report(
    aReport('LOG', { level: 'info', message: 'fine' }),
    aReport('LOG', { level: 'error', message: 'broken' }),
    aReport('ERROR', { message: 'gave up' }),
  );
  const numbers = async (query: object) =>
    (await call('listJobEvents', { params: { id }, query }))?.items.map(({ number }) => number);

  expect(await numbers({})).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await numbers({ show: 'server' })).toEqual([1, 2]);
  expect(await numbers({ show: 'extractor' })).toEqual([3, 4, 5, 6]);
  expect(await numbers({ show: 'errors' })).toEqual([5, 6]);
  expect(await numbers({ from: 3, limit: 2 })).toEqual([3, 4]);
  expect(await call('showJob', { params: { id } })).toMatchObject({
    event_counts: { all: 6, server: 2, extractor: 4, errors: 2 },
    lines_dropped: null,
  });
});

test('all events can be read as text or NDJSON', async () => {
  const id = await bench.submit({ priority: 9 });
  const attempt = await bench.claim();
  const escape = '\u001b[2Jgone\nsecond line\t<b>bold</b>';
  await attempt.report(aReport('LOG', { level: 'warn', message: escape }));
  for (let batch = 0; batch < 3; batch += 1) {
    await attempt.report(
      ...Array.from({ length: 500 }, (_, n) => aReport('PROCESSING', { message: `${batch}.${n}` })),
    );
  }
  const read = async (accept: string) => {
    const response = await bench.server.client.fetch('listJobEvents', {
      params: { id },
      headers: { accept },
    });
    return { type: response.headers.get('content-type'), text: await response.text() };
  };
  const log = await read('text/plain');
  const lines = (await read('application/x-ndjson')).text.trimEnd().split('\n');

  expect(log.type).toBe('text/plain; charset=utf-8');
  expect(log.text).toContain('Z  #1  LOG warn  \u241b[2Jgone\n    second line\t<b>bold</b>\n');
  expect(log.text.trimEnd().endsWith('2.499')).toBe(true);
  expect(log.text).toMatch(/^1  20.*SUBMITTED/);
  expect(lines.length).toBe(1_504);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ job_id: id, kind: 'PROCESSING', message: '2.499' });
  await attempt.report(aReport('SUCCEEDED'));
});

test.each(['showJob', 'cancelJob', 'resubmitJob', 'listJobEvents'] as const)(
  '%s knows no job that is not there',
  async (route) => {
    for (const id of [v4(), 'not-an-id']) {
      expect(await refusalOf(call(route, { params: { id } }))).toEqual({
        status: 404,
        code: 'job_not_found',
      });
    }
  },
);

test('the extractions of an unknown resource are not found', async () => {
  const params = { id: v4() };
  expect(await refusalOf(call('fileExtractions', { params }))).toEqual({
    status: 404,
    code: 'file_not_found',
  });
  expect(await refusalOf(call('datasetExtractions', { params }))).toEqual({
    status: 404,
    code: 'dataset_not_found',
  });
});

test('the extractions of a resource give the cursor of the jobs beyond the newest twenty', async () => {
  const resource = { ...wanted().resource, id: v4() };
  for (let n = 0; n < 22; n += 1) await bench.submit({ resource });
  const answer = await call('fileExtractions', { params: { id: resource.id } });
  const [group] = answer?.extractors ?? [];
  const rest = await call('listJobs', {
    query: { resource_id: resource.id, extractor: 'word-count', cursor: group?.next ?? '' },
  });

  expect(group).toMatchObject({ extractor: 'word-count', jobs_total: 22, states: { QUEUED: 22 } });
  expect(group?.latest_job).toEqual(group?.jobs[0]);
  expect(rest?.items.length).toBe(2);
});
