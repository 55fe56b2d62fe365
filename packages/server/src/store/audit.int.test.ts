import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserCaller } from '../model/caller.ts';
import { recordAct } from './audit.ts';

const ANA: UserCaller = {
  kind: 'user',
  id: 'ana',
  name: 'Ana Ruiz',
  email: 'ana@example.org',
  role: 'user',
  means: { kind: 'key', name: 'laptop' },
  address: '192.0.2.7',
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { id, name, email } = ANA;
  await database.db.insertInto('users').values({ id, name, email }).execute();
});
afterAll(() => database.drop());

const record = (by: Parameters<typeof recordAct>[1]['by'], subject: string) =>
  database.db
    .transaction()
    .execute((trx) => recordAct(trx, { by, act: 'space.change', subject, name: 'Soil lab', at: 1_000 }));

const actOn = (subject: string) =>
  database.db.selectFrom('audit_log').selectAll().where('subject', '=', subject).executeTakeFirst();

test.each([
  ['changed', sql`update audit_log set act = 'nothing'`],
  ['deleted', sql`delete from audit_log`],
  ['changed where nothing matches', sql`update audit_log set act = 'nothing' where act = 'no such act'`],
  ['removed with all others', sql`truncate audit_log`],
])('an act cannot be %s', async (_, statement) => {
  await record(ANA, 's1');
  await expect(statement.execute(database.db)).rejects.toThrow('The audit log is append-only.');
  expect(await actOn('s1')).toMatchObject({ act: 'space.change', subject_name: 'Soil lab' });
});

test('an act says who did it, from where and by which means', async () => {
  await record(ANA, 'by-key');
  expect(await actOn('by-key')).toMatchObject({
    user_id: 'ana',
    user_name: 'Ana Ruiz',
    address: '192.0.2.7',
    means: 'key',
    credential: 'laptop',
  });
  await record({ kind: 'command', name: 'root' }, 'by-command');
  expect(await actOn('by-command')).toMatchObject({ user_id: null, user_name: 'root', means: 'command' });
  await record(null, 'by-server');
  expect(await actOn('by-server')).toMatchObject({ user_id: null, user_name: null, means: null });
});

test('an act of a job names the job and who submitted it', async () => {
  const job = { jobId: 'job-1', attempt: 1, extractor: 'word-count', extractorVersion: null };
  await record({ kind: 'job', ...job, submittedBy: 'ana' }, 'by-job');
  expect(await actOn('by-job')).toMatchObject({
    user_id: 'ana',
    user_name: 'Ana Ruiz',
    means: 'job',
    credential: 'job-1',
  });
});

test('the names of people stay when their account is deleted', async () => {
  await record(ANA, 's2');
  await database.db.deleteFrom('users').where('id', '=', 'ana').execute();
  expect(await actOn('s2')).toMatchObject({ user_id: 'ana', user_name: 'Ana Ruiz' });
});
