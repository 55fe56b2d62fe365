import { parseHeartbeat } from '@pawprint/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANA, createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import type { UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import { readChanges } from '../store/extractors/changes.ts';
import { readExtractor, readInstances } from '../store/extractors/extractors.ts';
import { reviewChange, setExtractorEnabled } from './enable-extractor.ts';
import { adoptFoundQueue } from './record-change.ts';
import { createHeartbeatRecorder } from './record-heartbeats.ts';
import { registerExtractor } from './register-extractor.ts';

const NAME = 'ncsa.wordcount';
const MINUTE = 60_000;
const ana: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };

let bench: JobsBench;
/** How many acts were recorded by the tests before. */
let actsBefore: number;
beforeAll(async () => {
  bench = await createJobsBench();
});
beforeEach(async () => {
  await sql`truncate extractors cascade`.execute(bench.db);
  actsBefore = 0;
  actsBefore = (await acts()).length;
});
afterAll(() => bench.close());

interface Rules {
  readonly approveChanges: boolean;
  readonly autoEnable?: boolean;
  readonly db?: Database;
}

interface Said {
  readonly id?: string;
  readonly version?: string;
  readonly file?: readonly string[];
  readonly also?: object;
}

/** A heartbeat arrives, a minute after the one before. */
const beat = async (
  rules: Rules,
  { id = 'i-1', version = '2.0', file = ['text/*'], also = {} }: Said = {},
): Promise<void> => {
  bench.pass(MINUTE);
  const info = { name: NAME, version, process: { file }, ...also };
  const body = Buffer.from(JSON.stringify({ id, queue: NAME, owner: '', extractor_info: info }));
  const properties = { headers: { 'x-pawprint-host': `host-of-${id}` }, userId: `broker-${id}` };
  const record = createHeartbeatRecorder({
    db: bench.db,
    autoEnable: true,
    maxHeartbeatOnly: 5,
    onExtractorChanged: () => undefined,
    ...rules,
  });
  await record([{ body, properties, parsed: parseHeartbeat(body, properties), at: bench.now() }]);
};

const ON: Rules = { approveChanges: true };
const OFF: Rules = { approveChanges: false };

const changes = async () =>
  (await readChanges(bench.db, { extractor: NAME, limit: 100 })).map(({ state, before, after, origin }) => [
    state,
    before && `${before.version} ${before.process.file.join()}`,
    `${after.version} ${after.process.file.join()}`,
    origin.instanceId,
  ]);

const inEffect = async () => {
  const extractor = await readExtractor(bench.db, NAME);
  return extractor && [extractor.version, extractor.process.file.join(), extractor.queue?.name ?? null];
};

const latestId = async (): Promise<string> =>
  (await readChanges(bench.db, { extractor: NAME, limit: 1 }))[0]?.id ?? '';

const review = async (state: 'approved' | 'declined') => reviewChange(bench, ana, await latestId(), state);

const announcedBy = async () =>
  (await readInstances(bench.db, NAME)).map(({ id, announces }) => `${id} ${announces}`);

const acts = async () => {
  const recorded = bench.db.selectFrom('audit_log').select(['act', 'subject', 'details']);
  return (await recorded.orderBy('seq').execute()).slice(actsBefore);
};

test('other triggers take effect at once, and are recorded with who announced them', async () => {
  await beat(OFF);
  await beat(OFF, { id: 'i-2', file: ['*'] });

  expect(await inEffect()).toEqual(['2.0', '*', NAME]);
  expect(await changes()).toEqual([
    ['applied', '2.0 text/*', '2.0 *', 'i-2'],
    ['applied', null, '2.0 text/*', 'i-1'],
  ]);
  const [newest] = await readChanges(bench.db, { extractor: NAME, limit: 1 });
  const host = { host: 'host-of-i-2', brokerUser: 'broker-i-2' };
  expect(newest?.origin).toEqual({ lane: 'rabbitmq', instanceId: 'i-2', ...host, user: null });
});

test('another version, description or order of patterns is no change', async () => {
  await beat(ON, { file: ['text/*', 'image/*'] });
  await beat(ON, { version: '3.0', file: ['image/*', 'text/*'], also: { description: 'Counts words.' } });

  expect(await changes()).toEqual([['applied', null, '2.0 text/*,image/*', 'i-1']]);
  expect(await inEffect()).toEqual(['3.0', 'image/*,text/*', NAME]);
});

test('a change that has to be approved leaves what was approved in effect', async () => {
  await beat(ON);
  await beat(ON, { id: 'i-2', version: '3.0', file: ['*'] });
  await beat(ON);

  expect(await inEffect()).toEqual(['2.0', 'text/*', NAME]);
  expect((await changes())[0]).toEqual(['waiting', '2.0 text/*', '3.0 *', 'i-2']);
  expect(await announcedBy()).toEqual(['i-1 in_effect', 'i-2 waiting']);

  expect(await review('approved')).toEqual({ extractor: NAME });
  expect(await inEffect()).toEqual(['3.0', '*', NAME]);
  expect(await announcedBy()).toEqual(['i-1 in_effect', 'i-2 in_effect']);
  const differences = [{ field: 'files', before: ['text/*'], after: ['*'] }, { field: 'version' }];
  expect(await acts()).toMatchObject([
    { act: 'extractor.approve_change', subject: NAME, details: { differences } },
  ]);
  expect(await review('approved')).toMatchObject({ refused: 'conflict' });
});

test('a declined change stays declined, and can be approved later', async () => {
  await beat(ON);
  await beat(ON, { id: 'i-2', file: ['*'] });
  await review('declined');
  await beat(ON, { id: 'i-2', file: ['*'] });
  await beat(ON, { id: 'i-3', file: ['*'], also: { description: 'Harmless.' } });

  expect((await changes())[0]).toEqual(['declined', '2.0 text/*', '2.0 *', 'i-2']);
  expect(await inEffect()).toEqual(['2.0', 'text/*', NAME]);
  expect(await announcedBy()).toContain('i-3 declined');
  await review('approved');
  expect(await inEffect()).toEqual(['2.0', '*', NAME]);
  expect((await acts()).map(({ act }) => act)).toEqual([
    'extractor.decline_change',
    'extractor.approve_change',
  ]);
});

test.each([ON, OFF])('two versions that announce in turns make one change: %j', async (rules) => {
  await beat(rules);
  for (let n = 0; n < 3; n += 1) {
    await beat(rules, { id: 'i-2', version: '3.0', file: ['*'] });
    await beat(rules);
  }
  const state = rules.approveChanges ? 'waiting' : 'applied';
  expect(await changes()).toEqual([
    [state, '2.0 text/*', '3.0 *', 'i-2'],
    ['applied', null, '2.0 text/*', 'i-1'],
  ]);
});

test('two instances of one version that differ make one change for each content', async () => {
  await beat(OFF);
  for (let n = 0; n < 3; n += 1) {
    await beat(OFF, { id: 'i-2', file: ['*'] });
    await beat(OFF);
  }
  expect(await changes()).toEqual([
    ['applied', '2.0 *', '2.0 text/*', 'i-1'],
    ['applied', '2.0 text/*', '2.0 *', 'i-2'],
  ]);
});

test('an extractor keeps its newest 50 changes', async () => {
  await beat(ON);
  for (let n = 0; n < 60; n += 1) await beat(ON, { file: [`text/${n}`] });
  const kept = await changes();
  expect(kept).toHaveLength(50);
  expect(kept[0]).toEqual(['waiting', '2.0 text/*', '2.0 text/59', 'i-1']);
});

/** How many statements a heartbeat takes. */
const countStatements = async (run: (db: Database) => Promise<void>): Promise<number> => {
  let statements = 0;
  const counted = bench.db.withPlugin({
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await run(counted);
  return statements;
};

test('a heartbeat that announces nothing new takes two statements, also while its change waits', async () => {
  await beat(ON);
  await beat(ON, { id: 'i-2', version: '3.0', file: ['*'] });
  for (const said of [{}, { id: 'i-2', version: '3.0', file: ['*'] }])
    expect(await countStatements((db) => beat({ ...ON, db }, said))).toBe(2);

  await review('approved');
  await beat(ON);
  for (const said of [{}, { id: 'i-2', version: '3.0', file: ['*'] }])
    expect(await countStatements((db) => beat({ ...ON, db }, said))).toBe(2);
});

const announced = (file: readonly string[]) => ({
  name: NAME,
  version: '2.0',
  process: { file, dataset: [], metadata: [] },
  info: {},
  owner: null,
});

test('a registration over HTTP that changes triggers waits too, unless an operator sends it', async () => {
  const ports = { ...bench, ...ON, autoEnable: true };
  await registerExtractor(ports, announced(['text/*']), ana);
  bench.pass(MINUTE);
  expect(await registerExtractor(ports, announced(['*']), ana)).toMatchObject({ isHeld: true });
  expect(await inEffect()).toEqual(['2.0', 'text/*', null]);
  const [waiting] = await readChanges(bench.db, { extractor: NAME, limit: 1 });
  expect(waiting?.origin).toMatchObject({ lane: 'http', user: ANA });

  expect(await registerExtractor(ports, announced(['*']), ana, true)).toMatchObject({ isHeld: false });
  expect(await inEffect()).toEqual(['2.0', '*', null]);
  expect((await changes())[0]?.[0]).toBe('applied');
});

test('an extractor over HTTP gets no queue by a heartbeat, nor by a queue of its name, without approval', async () => {
  await registerExtractor({ ...bench, ...ON, autoEnable: true }, announced(['text/*']), ana);
  await beat(ON, { id: 'intruder' });
  expect(await adoptFoundQueue({ ...bench, ...ON }, NAME)).toBe(false);
  expect(await inEffect()).toEqual(['2.0', 'text/*', null]);
  expect((await readChanges(bench.db, { extractor: NAME, limit: 1 }))[0]).toMatchObject({
    state: 'waiting',
    before: { queue: null },
    after: { queue: NAME },
  });
  await review('approved');
  expect(await inEffect()).toEqual(['2.0', 'text/*', NAME]);
});

test('a queue that is found is recorded as a change', async () => {
  await registerExtractor({ ...bench, ...OFF, autoEnable: true }, announced(['text/*']), ana);
  bench.pass(MINUTE);
  expect(await adoptFoundQueue({ ...bench, ...OFF }, NAME)).toBe(true);
  expect((await readChanges(bench.db, { extractor: NAME, limit: 1 }))[0]).toMatchObject({
    state: 'applied',
    after: { queue: NAME },
    origin: { lane: 'rabbitmq', instanceId: null },
  });
});

const CAREFUL: Rules = { approveChanges: true, autoEnable: false };

test('a new extractor waits with what it announced last', async () => {
  await beat(CAREFUL);
  const seen = await latestId();
  expect(await readExtractor(bench.db, NAME)).toMatchObject({ enabled: false, waitsForApproval: true });
  await beat(CAREFUL, { id: 'i-2', file: ['*'] });
  expect(await changes()).toEqual([['waiting', null, '2.0 *', 'i-2']]);
  expect(await reviewChange(bench, ana, seen, 'approved')).toMatchObject({ refused: 'not_found' });

  await review('approved');
  expect(await readExtractor(bench.db, NAME)).toMatchObject({ enabled: true, waitsForApproval: false });
  expect(await acts()).toMatchObject([{ act: 'extractor.approve', subject: NAME }]);
  await beat(CAREFUL);
  expect(await inEffect()).toEqual(['2.0', '*', NAME]);
});

test('a new extractor that was declined can be approved, in the list or by the switch', async () => {
  for (const approve of [() => review('approved'), () => setExtractorEnabled(bench, ana, NAME, true)]) {
    await sql`truncate extractors cascade`.execute(bench.db);
    await beat(CAREFUL);
    await review('declined');
    await approve();
    expect(await readExtractor(bench.db, NAME)).toMatchObject({ enabled: true });
    expect((await changes())[0]?.[0]).toBe('approved');
  }
});

test('to enable or disable a new extractor is to decide on it', async () => {
  await beat(CAREFUL);
  await setExtractorEnabled(bench, ana, NAME, false);
  expect(await readExtractor(bench.db, NAME)).toMatchObject({ enabled: false, waitsForApproval: false });
  expect((await changes())[0]?.[0]).toBe('declined');
  await setExtractorEnabled(bench, ana, NAME, true);
  await setExtractorEnabled(bench, ana, NAME, false);
  expect((await acts()).map(({ act }) => act)).toEqual([
    'extractor.decline',
    'extractor.enable',
    'extractor.disable',
  ]);
});
