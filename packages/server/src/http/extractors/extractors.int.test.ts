import { ApiError } from '@pawprint/protocol';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobServerBench, type JobServerBench } from '../jobs/job-server.builder.ts';

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench();
});
afterAll(() => bench.close());

const call: JobServerBench['server']['client']['call'] = (name, input) =>
  bench.server.client.call(name, input);

const statusOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 200,
    (error: unknown) => (error instanceof ApiError ? `${error.status} ${error.code}` : error),
  );

const instance = { instance_id: 'i-1', version: '1.2' };

const claim = (name = 'word-count') => call('claimJob', { params: { name }, body: instance });

test('an instance claims a job over HTTP, works on it and ends it', async () => {
  const id = await bench.submit({ parameters: { depth: 2 } });
  const claimed = await claim();

  expect(claimed?.job).toMatchObject({ id, state: 'RUNNING', submitted_by: { name: 'Ana Ferreira' } });
  expect(claimed?.message).toMatchObject({
    job_id: id,
    attempt: 1,
    host: 'http://pawprint.test',
    secretKey: `${id}#1`,
    id: claimed?.job.resource.id,
    datasetId: claimed?.job.dataset_id,
    filename: 'soil.csv',
    mime_type: 'text/csv',
    size_bytes: 12,
    parameters: { depth: 2 },
    routing_key: 'pawprint.file.text.csv',
    trigger: 'upload',
  });
  const lease_id = claimed?.lease.id ?? '';
  const send = (...reports: object[]) =>
    call('sendReports', { params: { id }, body: { lease_id, reports: reports as [] } });
  bench.pass(5_000);
  expect(
    await send({ id: v4(), kind: 'PROGRESS', progress: 0.5, reported_at: '2026-11-24T10:00:00+05:30' }),
  ).toEqual({
    lease: { id: lease_id, expires_at: new Date(bench.now() + 60_000).toISOString() },
    cancel_requested: false,
  });
  expect(await send({ id: v4(), kind: 'SUCCEEDED', message: '3 words' })).toEqual({
    lease: null,
    cancel_requested: false,
  });

  const events = await call('listJobEvents', { params: { id } });
  expect(events?.items.at(-2)).toMatchObject({
    kind: 'PROGRESS',
    progress: 0.5,
    reported: '2026-11-24T10:00:00+05:30',
    reported_at: '2026-11-24T04:30:00.000Z',
    matched_by: 'job_id',
  });
});

test('a claim without a job is answered with 204', async () => {
  expect(await claim()).toBeUndefined();
});

test('an unknown lease cannot report', async () => {
  const id = await bench.submit();
  for (const lease_id of [v4(), 'guess']) {
    const answer = call('sendReports', { params: { id }, body: { lease_id, reports: [] } });
    expect(await statusOf(answer)).toBe('409 lease_unknown');
  }
  await claim();
});

test('a report on an unknown job is refused', async () => {
  const body = { lease_id: v4(), reports: [{ id: v4(), kind: 'SUCCEEDED' }] } as const;
  for (const id of [v4(), 'not-an-id']) {
    const answer = call('sendReports', { params: { id }, body: { ...body, reports: [...body.reports] } });
    expect(await statusOf(answer)).toBe('404 job_not_found');
  }
});

test('claims and heartbeats of an unknown extractor are refused', async () => {
  expect(await statusOf(claim('unknown'))).toBe('404 extractor_not_found');
  const params = { name: 'unknown', instance_id: 'i-1' };
  expect(await statusOf(call('sendHeartbeat', { params, body: { version: '1', interval_s: 10 } }))).toBe(
    '404 extractor_not_found',
  );
  for (const route of ['showExtractor', 'listInstances', 'listVersions'] as const) {
    expect(await statusOf(call(route, { params: { name: 'unknown' } }))).toBe('404 extractor_not_found');
  }
});

test('an extractor registers, and unknown fields are stored, too', async () => {
  await call('registerExtractor', {
    body: {
      name: 'ncsa.wordcount',
      version: '2.0',
      description: 'Counts\0 words',
      process: { file: ['text/*'] },
      repository: { repType: 'git', repUrl: 'https://example.org/x.git' },
      labels: ['Text'],
      external_services: ['none'],
      dependencies: { 'li\0b': 1 },
    } as never,
  });

  expect(await call('showExtractor', { params: { name: 'ncsa.wordcount' } })).toMatchObject({
    name: 'ncsa.wordcount',
    version: '2.0',
    description: 'Counts\uFFFD words',
    process: { file: ['text/*'], dataset: [], metadata: [] },
    repository: [{ repType: 'git' }],
    defaultLabels: ['Text'],
    external_services: ['none'],
    enabled: true,
    instances: { live: 0, late: 0, stopped: 0, gone: 0 },
    waiting: 0,
    running: 0,
    last_seen_at: null,
  });
});

test('registering again keeps what an administrator has set', async () => {
  const register = (version: string) =>
    call('registerExtractor', { body: { name: 'twice', version, process: {} } });
  await register('1.0');
  await bench.db.updateTable('extractors').set({ enabled: false }).where('name', '=', 'twice').execute();
  bench.pass(1_000);
  await register('1.1');
  await register('1.1');

  expect(await call('showExtractor', { params: { name: 'twice' } })).toMatchObject({
    version: '1.1',
    enabled: false,
  });
  const versions = await call('listVersions', { params: { name: 'twice' } });
  expect(versions?.map(({ version }) => version)).toEqual(['1.1', '1.0']);
});

test('a heartbeat registers an instance, and its last one ends it', async () => {
  await call('registerExtractor', { body: { name: 'beating', version: '1.0', process: {} } });
  const beat = (instance_id: string, more: object = {}) =>
    call('sendHeartbeat', {
      params: { name: 'beating', instance_id },
      body: { version: '1.0', host: 'lab-3', interval_s: 10, ...more },
    });
  await beat('a');
  await beat('b');
  bench.pass(30_000);
  await beat('b', { stopping: true });
  await beat('c');
  await bench.submit({ extractor: 'beating' });
  await bench.submit({ extractor: 'beating' });
  await call('claimJob', { params: { name: 'beating' }, body: { instance_id: 'c', version: '1.0' } });

  expect(await call('showExtractor', { params: { name: 'beating' } })).toMatchObject({
    instances: { live: 1, late: 1, stopped: 1, gone: 0 },
    waiting: 1,
    running: 1,
    last_seen_at: new Date(bench.now()).toISOString(),
  });
  const instances = await call('listInstances', { params: { name: 'beating' } });
  expect(instances?.map(({ id, status, running, host }) => [id, status, running, host])).toEqual([
    ['b', 'stopped', 0, 'lab-3'],
    ['c', 'live', 1, 'lab-3'],
    ['a', 'late', 0, 'lab-3'],
  ]);
  const listed = await call('listExtractors', {});
  expect(listed?.map(({ name }) => name)).toContain('beating');
  const sum = (status: 'live' | 'late' | 'stopped' | 'gone') =>
    listed?.reduce((total, extractor) => total + extractor.instances[status], 0);
  expect(await call('countInstances', {})).toEqual({
    extractors: listed?.length,
    instances: { live: sum('live'), late: sum('late'), stopped: sum('stopped'), gone: sum('gone') },
    consumers: 0,
  });
});

test('a client that disconnects while its claim waits gets no job', async () => {
  const disconnect = new AbortController();
  const waiting = call('claimJob', {
    params: { name: 'word-count' },
    body: { ...instance, wait_s: 30 },
    signal: disconnect.signal,
  });
  await call('listExtractors', {});
  disconnect.abort();
  await expect(waiting).rejects.toThrow(/aborted/);
  const id = await bench.submit();
  const claimed = await call('claimJob', {
    params: { name: 'word-count' },
    body: { ...instance, wait_s: 30 },
  });

  expect(claimed?.job.id).toBe(id);
});

test('a private extractor is visible to its owner only', async () => {
  await bench.db.insertInto('users').values({ id: 'ben', name: 'Ben', email: 'ben@example.org' }).execute();
  const seen = new Date(0);
  const usual = { version: '1', info: '{}', enabled: true, first_seen_at: seen, updated_at: seen };
  const one = (name: string, owner: string) => ({ ...usual, name, owner, id: v4() });
  await bench.db
    .insertInto('extractors')
    .values([one('private.k1.mine', 'ana'), one('private.k2.theirs', 'ben')])
    .execute();

  await bench.db
    .updateTable('extractors')
    .set({ queue: 'private.k2.theirs', queue_consumers: 2 })
    .where('name', '=', 'private.k2.theirs')
    .execute();
  const names = (await call('listExtractors', {}))?.map(({ name }) => name);
  expect(await call('countInstances', {})).toMatchObject({ extractors: names?.length, consumers: 0 });
  expect(names).toContain('private.k1.mine');
  expect(names).not.toContain('private.k2.theirs');
  const name = 'private.k2.theirs';
  for (const route of ['showExtractor', 'listInstances', 'listVersions'] as const) {
    expect(await statusOf(call(route, { params: { name: 'private.k1.mine' } }))).toBe(200);
    expect(await statusOf(call(route, { params: { name } }))).toBe('404 extractor_not_found');
  }
  expect(await statusOf(claim(name))).toBe('404 extractor_not_found');
  const beat = { params: { name, instance_id: 'i' }, body: { version: '1', interval_s: 10 } };
  expect(await statusOf(call('sendHeartbeat', beat))).toBe('404 extractor_not_found');
  const takeover = call('registerExtractor', { body: { name, version: '6', process: {} } });
  expect(await statusOf(takeover)).toBe('403 forbidden');
});

test('only its owner can register a private extractor again over HTTP', async () => {
  const register = (name: string) =>
    statusOf(call('registerExtractor', { body: { name, version: '3.0', process: {} } }));
  expect(await register('private.k9.unowned')).toBe('400 bad_request');
  expect((await call('listExtractors', {}))?.map(({ name }) => name)).not.toContain('private.k9.unowned');

  const seen = new Date(0);
  const private_ = { version: '1', info: '{}', enabled: true, first_seen_at: seen, updated_at: seen };
  await bench.db
    .insertInto('extractors')
    .values({ ...private_, name: 'private.k8.anas', owner: 'ana', id: v4() })
    .execute();
  expect(await register('private.k8.anas')).toBe(200);
  expect(await call('showExtractor', { params: { name: 'private.k8.anas' } })).toMatchObject({
    version: '3.0',
  });
});

test('the list of extractors pages by its Link header, and no page names the key', async () => {
  for (const name of ['page.a', 'page.b', 'page.c'])
    await call('registerExtractor', { body: { name, version: '1', categories: ['PAGED'] } });
  const names: string[] = [];
  let next: string | undefined = '/api/extractors?categories=paged&limit=2&key=test';
  for (let pages = 0; next !== undefined; pages += 1) {
    expect(pages).toBeLessThan(2);
    const answer: Response = await fetch(new URL(next, bench.server.url), {
      headers: { 'x-api-key': 'any' },
    });
    names.push(...((await answer.json()) as { name: string }[]).map(({ name }) => name));
    next = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    expect(next ?? '').not.toContain('key=');
  }
  expect(names).toEqual(['page.a', 'page.b', 'page.c']);
});

test('how much waits is counted by lane and priority, and the oldest is known', async () => {
  await call('registerExtractor', { body: { name: 'counted', version: '1' } });
  const show = () => call('showExtractor', { params: { name: 'counted' } });
  expect(await show()).toMatchObject({
    waiting: 0,
    running: 0,
    oldest_waiting_s: null,
    oldest_running_s: null,
  });

  await bench.submit({ extractor: 'counted', priority: 0 });
  bench.pass(10_000);
  const inBroker = await bench.submit({ extractor: 'counted', priority: 5 });
  await bench.submit({ extractor: 'counted', priority: 5 });
  bench.pass(20_000);
  expect(await show()).toMatchObject({ waiting: 3, running: 0, oldest_waiting_s: 30 });

  await bench.db.updateTable('jobs').set({ lane: 'rabbitmq' }).where('id', '=', inBroker).execute();
  await call('claimJob', { params: { name: 'counted' }, body: instance });
  await call('claimJob', { params: { name: 'counted' }, body: { ...instance, instance_id: 'i-2' } });
  expect(await show()).toMatchObject({ waiting: 1, running: 2, oldest_waiting_s: 20, oldest_running_s: 0 });
  bench.pass(4_000);
  expect(await show()).toMatchObject({ oldest_running_s: 4 });
});
