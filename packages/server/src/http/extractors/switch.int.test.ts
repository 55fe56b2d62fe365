import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClowderBench, createClowderBench, refusalOf, root } from '../clowder-v1/clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
});
afterAll(() => bench.close());

const acts = (subject: string) =>
  bench.jobs.db
    .selectFrom('audit_log')
    .select(['act', 'user_id'])
    .where('subject', '=', subject)
    .orderBy('seq')
    .execute();

const turn = (name: string, enabled: boolean, client = bench.admin) =>
  client.call('setExtractorEnabled', { params: { name }, body: { enabled } });

test('a disabled extractor gets no new jobs and keeps the waiting ones', async () => {
  const waiting = await bench.jobs.submit();
  expect(await turn('word-count', false)).toMatchObject({ name: 'word-count', enabled: false, waiting: 1 });
  const dataset = await bench.createDataset();
  const file = await bench.upload(dataset, 'one two', 'a.txt');
  expect(await bench.ana.call('isFileBeingProcessed', { params: { id: file } })).toEqual({
    isBeingProcessed: 'false',
  });
  await expect(bench.jobs.claim()).rejects.toThrow('no job was there to claim');

  expect(await turn('word-count', true)).toMatchObject({ enabled: true, waiting: 1 });
  expect((await bench.jobs.claim()).jobId).toBe(waiting);
});

const pause = (name: string, body: { paused: boolean; reason?: string }, client = bench.admin) =>
  client.call('setDispatchPaused', { params: { name }, body });

test('a paused extractor accepts jobs and hands out none until it is resumed', async () => {
  await bench.addExtractor('pausable', { process: { file: ['text/*'] } });
  const paused = await pause('pausable', { paused: true, reason: ' new disks ' });
  expect(paused).toMatchObject({ enabled: true, dispatch_paused: { by: root.name, reason: 'new disks' } });
  const file = await bench.upload(await bench.createDataset(), 'one two', 'a.txt');
  const by = await bench.ana.call('submitFileExtraction', {
    params: { id: file },
    body: { extractor: 'pausable' },
  });
  expect(await bench.ana.call('showExtractor', { params: { name: 'pausable' } })).toMatchObject({
    waiting: 2,
  });
  await expect(bench.jobs.claim('pausable')).rejects.toThrow('no job was there to claim');

  expect(await pause('pausable', { paused: false })).toMatchObject({ dispatch_paused: null, waiting: 2 });
  const claimed = [await bench.jobs.claim('pausable'), await bench.jobs.claim('pausable')];
  expect(claimed.map(({ jobId }) => jobId)).toContain(by?.job_id);
});

test('a pause is audited once with its reason, and only operators can pause', async () => {
  await bench.addExtractor('calm');
  expect(await refusalOf(pause('calm', { paused: true }, bench.ana))).toBe('403 forbidden');
  expect(await refusalOf(pause('unknown', { paused: true }))).toBe('404 extractor_not_found');
  await pause('calm', { paused: true, reason: 'new disks' });
  await pause('calm', { paused: true });
  await pause('calm', { paused: false });
  expect(await acts('calm')).toEqual([
    { act: 'extractor.pause', user_id: root.id },
    { act: 'extractor.resume', user_id: root.id },
  ]);
});

test('a version is marked as superseded with a reason, by operators alone, and each change is audited once', async () => {
  const register = (version: string) =>
    bench.admin.call('registerExtractor', { body: { name: 'counts', version } });
  await register('1.0');
  await register('2.0');
  const mark = (version: string, superseded: boolean, client = bench.admin) =>
    client.call('setVersionSuperseded', {
      params: { name: 'counts', version },
      body: { superseded, reason: ' counted empty lines ' },
    });
  expect(await refusalOf(mark('1.0', true, bench.ana))).toBe('403 forbidden');
  expect(await refusalOf(mark('3.0', true))).toBe('404 not_found');
  const superseded = {
    by: root.name,
    at: new Date(bench.jobs.now()).toISOString(),
    reason: 'counted empty lines',
  };
  expect(await mark('1.0', true)).toMatchObject({ version: '1.0', superseded });
  bench.jobs.pass(5_000);
  expect(await mark('1.0', true)).toMatchObject({ superseded });
  const marks = async () =>
    new Map(
      (await bench.ana.call('listVersions', { params: { name: 'counts' } }))?.map((known) => [
        known.version,
        known.superseded,
      ]),
    );
  expect(await marks()).toEqual(
    new Map([
      ['2.0', null],
      ['1.0', superseded],
    ]),
  );
  // A heartbeat of an instance that still has this version does not take the mark back.
  await register('1.0');
  expect((await marks()).get('1.0')).toEqual(superseded);
  expect(await mark('1.0', false)).toMatchObject({ superseded: null });
  expect((await acts('counts')).map(({ act }) => act).filter((act) => act.endsWith('_version'))).toEqual([
    'extractor.supersede_version',
    'extractor.restore_version',
  ]);
});

test('an extractor says who switched it, and when', async () => {
  await bench.addExtractor('switched');
  expect(await bench.ana.call('showExtractor', { params: { name: 'switched' } })).toMatchObject({
    switched: null,
  });
  const at = new Date(bench.jobs.now()).toISOString();
  expect(await turn('switched', false)).toMatchObject({ switched: { by: root.name, at } });
  bench.jobs.pass(5_000);
  const later = new Date(bench.jobs.now()).toISOString();
  expect(await turn('switched', true)).toMatchObject({ switched: { by: root.name, at: later } });
});

test('each change is audited once', async () => {
  await bench.addExtractor('watched');
  for (const enabled of [false, false, true]) await turn('watched', enabled);
  expect(await acts('watched')).toEqual([
    { act: 'extractor.disable', user_id: root.id },
    { act: 'extractor.enable', user_id: root.id },
  ]);
});

test('an announcement does not enable it again', async () => {
  await bench.addExtractor('stubborn', { enabled: false });
  await bench.ana.call('registerExtractor', { body: { name: 'stubborn', version: '2.0' } as never });
  expect(await bench.ana.call('showExtractor', { params: { name: 'stubborn' } })).toMatchObject({
    version: '2.0',
    enabled: false,
  });
});

test('only administrators can enable or disable an existing extractor', async () => {
  await bench.addExtractor('left-alone');
  expect(await refusalOf(turn('left-alone', false, bench.ana))).toBe('403 forbidden');
  expect(await refusalOf(turn('unknown', false))).toBe('404 extractor_not_found');
  expect(await bench.ana.call('showExtractor', { params: { name: 'left-alone' } })).toMatchObject({
    enabled: true,
  });
  expect(await acts('left-alone')).toEqual([]);
});

const remove = (name: string, also: object = {}, client = bench.admin) =>
  client.call('deleteExtractor', { params: { name }, query: also });

test('an extractor that never had a job is deleted, with its instances and labels', async () => {
  await bench.addExtractor('mistake');
  await bench.ana.call('sendHeartbeat', {
    params: { name: 'mistake', instance_id: 'i' },
    body: { version: '1.0', interval_s: 10 },
  });
  await bench.admin.call('createExtractorLabel', { body: { name: 'Doubtful', extractors: ['mistake'] } });
  expect(await remove('mistake')).toEqual({ status: 'success' });

  expect(await refusalOf(bench.ana.call('showExtractor', { params: { name: 'mistake' } }))).toBe(
    '404 extractor_not_found',
  );
  expect(await bench.ana.call('listExtractorLabels', {})).toMatchObject([
    { name: 'Doubtful', extractors: [] },
  ]);
  expect(await acts('mistake')).toEqual([{ act: 'extractor.delete', user_id: root.id }]);
});

test('a private extractor is deleted by its key and own name', async () => {
  await bench.addExtractor('private.k9.mine', { owner: 'ana', info: { name: 'mine' } });
  expect(await refusalOf(remove('mine'))).toBe('404 extractor_not_found');
  expect(await remove('mine', { extractor_key: 'k9' })).toEqual({ status: 'success' });
});

test('an extractor with jobs cannot be deleted, nor by other people', async () => {
  await bench.addExtractor('busy');
  await bench.jobs.submit({ extractor: 'busy' });
  expect(await refusalOf(remove('busy'))).toBe('409 conflict');
  await bench.addExtractor('idle');
  expect(await refusalOf(remove('idle', {}, bench.ana))).toBe('403 forbidden');

  for (const name of ['busy', 'idle'])
    expect(await bench.ana.call('showExtractor', { params: { name } })).toMatchObject({ name });
});

test('extractors are listed by category, private ones to their owner only', async () => {
  await bench.addExtractor('private.k1.hers', { owner: 'ana', info: { categories: ['convert'] } });
  const names = async (client: typeof bench.ana, categories?: string[]) =>
    (await client.call('listExtractors', { query: { categories } }))?.map(({ name }) => name);
  expect(await names(bench.ana, ['CONVERT'])).toEqual(['private.k1.hers']);
  expect(await names(bench.admin, ['Convert', 'PUBLISH'])).toEqual(['private.k1.hers']);
  expect(await names(bench.ben, ['CONVERT'])).toEqual([]);
  expect(await names(bench.ben)).not.toContain('private.k1.hers');
  for (const route of ['showExtractor', 'listInstances', 'listVersions'] as const)
    expect(await refusalOf(bench.ben.call(route, { params: { name: 'private.k1.hers' } }))).toBe(
      '404 extractor_not_found',
    );
});

test('the extractor of one name is listed to who sees it, and none before there is one', async () => {
  const list = (name: string, client = bench.ana) => client.call('listExtractors', { query: { name } });
  expect(await list('ana.new')).toEqual([]);
  await bench.addExtractor('ana.new');
  await bench.addExtractor('ana.newer');
  await bench.jobs.submit({ extractor: 'ana.new' });
  const shown = await bench.ana.call('showExtractor', { params: { name: 'ana.new' } });
  expect(shown?.waiting).toBe(1);
  expect(await list('ana.new')).toEqual([shown]);
  await bench.addExtractor('private.k2.hers', { owner: 'ana' });
  expect(await list('private.k2.hers')).toHaveLength(1);
  expect(await list('private.k2.hers', bench.ben)).toEqual([]);
});
