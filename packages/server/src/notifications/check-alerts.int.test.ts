import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ANA, createJobsBench, type JobsBench, WORD_COUNT, wanted } from '../jobs/jobs.builder.ts';
import { submitJobs } from '../jobs/submit/submit-jobs.ts';
import { type AlertCondition, type AlertRule, lookAtRule } from '../model/alert-rule.ts';
import { targetOf, titleOf } from '../model/notification.ts';
import { listAlertRules, writeAlertRule } from '../store/notifications/alert-rules.ts';
import { checkAlerts } from './check-alerts.ts';
import { createNotificationsBench } from './notifications.builder.ts';

const MINUTE = 60_000;

let jobs: JobsBench;
let bench: ReturnType<typeof createNotificationsBench>;
beforeAll(async () => {
  jobs = await createJobsBench([WORD_COUNT, 'ocr']);
  bench = createNotificationsBench(jobs);
  await jobs.db.updateTable('users').set({ role: 'admin' }).execute();
});
afterEach(async () => {
  for (const table of ['alert_rules', 'alert_samples', 'notifications'] as const)
    await jobs.db.deleteFrom(table).execute();
  await jobs.db.updateTable('users').set({ role: 'admin' }).execute();
  await jobs.db.deleteFrom('jobs').execute();
});
afterAll(() => jobs.close());

const addRule = async (condition: AlertCondition, also: Partial<AlertRule> = {}): Promise<AlertRule> => {
  const rule: AlertRule = {
    id: v7(),
    condition,
    holdMs: 5 * MINUTE,
    userId: ANA.id,
    channels: { mail: false, webhookId: null },
    createdAt: jobs.now(),
    state: null,
    ...also,
  };
  await jobs.db.transaction().execute((trx) => writeAlertRule(trx, rule));
  return rule;
};

const look = () => checkAlerts(bench.ports, jobs.now());

const titles = async (): Promise<string[]> => (await bench.told()).map(titleOf);

const submitTo = async (extractor: string): Promise<void> => {
  const { resource, datasetId } = await bench.addFile();
  await jobs.db
    .transaction()
    .execute((trx) => submitJobs(trx, [wanted({ extractor, resource, datasetId })], jobs.now()));
};

const NO_INSTANCE = { kind: 'no_instance', extractor: null } as const;

test('a waiting job without an instance is told once after it held, and once when it is over', async () => {
  await addRule(NO_INSTANCE);
  const id = await jobs.submit();
  await look();
  expect(await titles()).toEqual([]);
  jobs.pass(5 * MINUTE);
  await look();
  jobs.pass(6 * MINUTE);
  await look();
  const [told, ...others] = await bench.told();
  expect(others).toEqual([]);
  expect(told && titleOf(told)).toBe(`${WORD_COUNT}: no instance`);
  expect(told && targetOf(told)).toEqual({ jobId: null, query: null, extractor: WORD_COUNT });
  expect(told?.isOver).toBe(false);

  await bench.succeed(id);
  jobs.pass(MINUTE);
  await look();
  expect(await bench.told()).toHaveLength(1);
  jobs.pass(5 * MINUTE);
  await look();
  jobs.pass(5 * MINUTE);
  await look();
  expect(await titles()).toEqual([
    'Over after 12 min: an extractor with waiting jobs has no instance',
    `${WORD_COUNT}: no instance`,
  ]);
  expect((await bench.told())[0]?.isOver).toBe(true);
});

test('what comes and goes is not told', async () => {
  await addRule(NO_INSTANCE);
  for (let round = 0; round < 4; round += 1) {
    const id = await jobs.submit();
    await look();
    jobs.pass(4 * MINUTE);
    await look();
    await bench.succeed(id);
    jobs.pass(MINUTE);
    await look();
  }
  expect(await titles()).toEqual([]);
});

test('servers that look at the same time tell once', async () => {
  await addRule(NO_INSTANCE, { holdMs: 0 });
  const id = await jobs.submit();
  await Promise.all(Array.from({ length: 5 }, look));
  expect(await titles()).toHaveLength(1);
  await bench.succeed(id);
  jobs.pass(MINUTE);
  await Promise.all(Array.from({ length: 5 }, look));
  expect(await titles()).toHaveLength(2);
});

test('a server that dies while it tells has told nothing, and another one tells', async () => {
  await addRule(NO_INSTANCE, { holdMs: 0 });
  await jobs.submit();
  const dying = {
    ...bench.ports,
    hasRight: async () => {
      throw new Error('the server dies');
    },
  };
  await expect(checkAlerts(dying, jobs.now())).rejects.toThrow('the server dies');
  expect((await listAlertRules(jobs.db)).map(({ state }) => state)).toEqual([null]);
  await look();
  jobs.pass(MINUTE);
  await look();
  expect(await titles()).toEqual([`${WORD_COUNT}: no instance`]);
});

test('the oldest waiting job is told with its extractor and its jobs', async () => {
  await addRule({ kind: 'oldest_waiting', extractor: null, longerThanMs: 10 * MINUTE }, { holdMs: 0 });
  await jobs.submit();
  jobs.pass(5 * MINUTE);
  await submitTo('ocr');
  await look();
  expect(await titles()).toEqual([]);
  jobs.pass(7 * MINUTE);
  await look();
  const [told] = await bench.told();
  expect(told && titleOf(told)).toBe(`${WORD_COUNT}: the oldest job has waited for 12 min`);
  expect(told && targetOf(told).query).toBe(`extractor:${WORD_COUNT} state:submitted,queued,retrying`);
});

test('a share of failures is of the jobs that ended within the last minutes, not of their hours', async () => {
  await addRule(
    {
      kind: 'failed_percent',
      extractor: WORD_COUNT,
      moreThanPercent: 20,
      withinMs: 10 * MINUTE,
      minEnded: 4,
    },
    { holdMs: 0 },
  );
  const file = await bench.addFile();
  // Before the first sample, which a new rule does not look behind.
  await bench.fail(...(await bench.submitMany(file, 5)));
  await look();
  jobs.pass(MINUTE);
  await bench.fail(...(await bench.submitMany(file, 1)));
  await bench.succeed(...(await bench.submitMany(file, 3)));
  await look();
  const [told] = await bench.told();
  expect(told && titleOf(told)).toBe(`${WORD_COUNT}: 25 % of the jobs failed within 10 min`);
  expect(told && targetOf(told).query).toBe(`extractor:${WORD_COUNT} state:failed,lost`);
  const value = async () => (await listAlertRules(jobs.db))[0]?.state?.value;
  expect(await value()).toBe(25);

  for (let minute = 0; minute < 11; minute += 1) {
    jobs.pass(MINUTE);
    await look();
  }
  expect(await value()).toBe(null);
  expect(await titles()).toHaveLength(2);
});

test('who is no administrator any more is told nothing', async () => {
  await addRule(NO_INSTANCE, { holdMs: 0 });
  await jobs.submit();
  await jobs.db.updateTable('users').set({ role: 'operator' }).execute();
  await look();
  expect(await titles()).toEqual([]);
  expect((await listAlertRules(jobs.db))[0]?.state?.alertingSince).toBe(jobs.now());
});

test('mails and webhooks are due at once', async () => {
  const webhookId = v7();
  const created_at = new Date(jobs.now());
  await jobs.db
    .insertInto('webhooks')
    .values({ id: webhookId, user_id: ANA.id, name: 'Lab', url: 'https://hooks.example.org/', created_at })
    .execute();
  await addRule(NO_INSTANCE, { holdMs: 0, channels: { mail: true, webhookId } });
  await jobs.submit();
  await look();
  const due = await jobs.db.selectFrom('deliveries').select(['webhook_id', 'next_at']).execute();
  expect(due).toHaveLength(2);
  expect(due).toEqual(
    expect.arrayContaining([
      { webhook_id: null, next_at: created_at },
      { webhook_id: webhookId, next_at: created_at },
    ]),
  );
});

test('while there are no rules nothing is kept', async () => {
  await jobs.submit();
  await look();
  expect(await jobs.db.selectFrom('alert_samples').selectAll().execute()).toEqual([]);
});

test('a state reads as it was written', async () => {
  const rule = await addRule(NO_INSTANCE);
  await jobs.submit();
  await look();
  const known = { loads: new Map(), facts: new Map(), ended: new Map() };
  const [stored] = await listAlertRules(jobs.db);
  expect(stored).toMatchObject({ ...rule, state: { alertingSince: null, changingSince: jobs.now() } });
  expect(stored && lookAtRule(stored, known, jobs.now()).state.changingSince).toBe(null);
});
