import { INSTANCE_RIGHTS, KEY_SCOPES, type KeyScope } from '@pawprint/protocol';
import { v4, v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { type JobCaller, NOBODY, type Reader, type UserCaller } from '../model/caller.ts';
import { findJobScope } from './job-scope.ts';
import { createRights, instanceRightsOf, type Right, type Rights, type Subject } from './rights.ts';
import { addPeople, addSharedDataset, aPerson } from './shared-dataset.builder.ts';

const RIGHTS = ['see', 'change', 'delete', 'share', 'submit', 'cancel', 'report', 'claim'] as const;
const EDITORS = ['see', 'change', 'submit', 'cancel', 'report', 'claim'];

const PEOPLE = ['owner', 'viewer', 'editor', 'manager', 'stranger'].map((id) => aPerson(id));

let bench: JobsBench;
let rights: Rights;
let dataset: Subject & { readonly id: string };
let jobId: string;
beforeAll(async () => {
  bench = await createJobsBench();
  const { db } = bench;
  rights = createRights({ ...bench, findScope: findJobScope(db), allowPublic: true });
  await addPeople(bench, PEOPLE);
  dataset = { type: 'dataset', id: await createDataset(false) };
  jobId = await bench.submit({ datasetId: dataset.id, submittedBy: 'editor' });
});
afterAll(() => bench.close());

const createDataset = async (isPublic: boolean): Promise<string> =>
  (await addSharedDataset(bench, { isPublic })).id;

const rightsOf = async (reader: Reader, subject: Subject): Promise<Right[]> => {
  const answers = await Promise.all(RIGHTS.map((right) => rights.hasRight(reader, right, subject)));
  return RIGHTS.filter((_, n) => answers[n]);
};

const jobCaller = (also: Partial<JobCaller> = {}): JobCaller => ({
  kind: 'job',
  jobId,
  attempt: 1,
  extractor: 'ncsa.wordcount',
  extractorVersion: null,
  submittedBy: 'editor',
  ...also,
});

test.each<[string, Reader, readonly string[]]>([
  ['its owner', aPerson('owner'), RIGHTS],
  ['a viewer of its space', aPerson('viewer'), ['see']],
  ['an editor of its space', aPerson('editor'), EDITORS],
  ['an admin of its space', aPerson('manager'), RIGHTS],
  ['another person', aPerson('stranger'), []],
  ['an administrator', aPerson('root', 'admin'), RIGHTS],
  ['an auditor', aPerson('auditor', 'auditor'), ['see']],
  ['an operator', aPerson('operator', 'operator'), ['report', 'claim']],
  ['an extractor with an account', aPerson('extractor', 'extractor'), ['report', 'claim']],
  ['nobody', NOBODY, []],
])('%s has these rights to a private dataset and its jobs', async (_, reader, expected) => {
  expect(await rightsOf(reader, dataset)).toEqual(expected);
  expect(await rightsOf(reader, { type: 'job', id: jobId })).toEqual(expected);
});

test.each<[string, Reader]>([
  ['nobody', NOBODY],
  ['another person', aPerson('stranger')],
])('%s sees a public dataset and has no other right to it', async (_, reader) => {
  const id = await createDataset(true);
  expect(await rightsOf(reader, { type: 'dataset', id })).toEqual(['see']);
});

test('where public datasets are not allowed, one that was public is private', async () => {
  const id = await createDataset(true);
  const strict = createRights({ ...bench, findScope: findJobScope(bench.db), allowPublic: false });
  expect(await strict.hasRight(NOBODY, 'see', { type: 'dataset', id })).toBe(false);
  expect(await strict.hasRight(aPerson('stranger'), 'see', { type: 'dataset', id })).toBe(false);
  expect(await strict.hasRight(aPerson('owner'), 'see', { type: 'dataset', id })).toBe(true);
});

test.each<[string, readonly Right[]]>([
  ['admin', INSTANCE_RIGHTS],
  ['operator', ['create', 'operate', 'inspect']],
  ['auditor', ['create', 'inspect', 'audit']],
  ['user', ['create']],
  ['extractor', []],
])('the role %s has these rights to the instance: %j', async (role, expected) => {
  const person = aPerson('x', role);
  const answers = await Promise.all(
    INSTANCE_RIGHTS.map((right) => rights.hasRight(person, right, { type: 'instance' })),
  );
  expect(INSTANCE_RIGHTS.filter((_, n) => answers[n])).toEqual(expected);
  expect(instanceRightsOf(person)).toEqual(expected);
});

test.each<[KeyScope, readonly Right[]]>([
  ['read', ['inspect', 'audit']],
  ['write', ['create']],
  ['submit', []],
  ['operate', ['operate', 'inspect']],
])('a key with the scope %s of an administrator has these rights to the instance: %j', (scope, expected) => {
  expect(instanceRightsOf(key([scope], 'admin'))).toEqual(expected);
});

const key = (scopes: readonly KeyScope[], role = 'user'): UserCaller => ({
  ...aPerson('owner', role),
  key: { scopes, expiresAt: null },
});

test.each<[readonly KeyScope[], readonly string[]]>([
  [['read'], ['see']],
  [['write'], ['see', 'change', 'delete', 'share', 'report', 'claim']],
  [['submit'], ['see', 'submit', 'cancel']],
  [['operate'], []],
  [KEY_SCOPES, RIGHTS],
])('a key with the scopes %j has no more rights of its owner than these', async (scopes, expected) => {
  for (const role of ['user', 'admin']) {
    expect(await rightsOf(key(scopes, role), dataset)).toEqual(expected);
    expect(RIGHTS.filter((right) => rights.grantOf(key(scopes, role), right).of !== 'none')).toEqual(
      expected,
    );
  }
});

test('a key has no right that its owner does not have', async () => {
  const strangers: UserCaller = { ...key(KEY_SCOPES), id: 'stranger' };
  expect(await rightsOf(strangers, dataset)).toEqual([]);
  expect(await rights.hasRight(strangers, 'operate', { type: 'instance' })).toBe(false);
});

test.each<[KeyScope, boolean, boolean]>([
  ['read', false, false],
  ['write', false, true],
  ['submit', false, false],
  ['operate', true, false],
])(
  "an administrator's key with the scope %s operates: %s, and creates: %s",
  async (scope, operates, creates) => {
    const caller = key([scope], 'admin');
    expect(await rights.hasRight(caller, 'operate', { type: 'instance' })).toBe(operates);
    expect(await rights.hasRight(caller, 'create', { type: 'instance' })).toBe(creates);
  },
);

test('the jobs of a deleted dataset are for those who see everything', async () => {
  const subject = { type: 'job', id: await bench.submit({ datasetId: v4() }) } as const;
  expect(await rightsOf(aPerson('owner'), subject)).toEqual([]);
  expect(await rightsOf(aPerson('root', 'admin'), subject)).toEqual(RIGHTS);
});

test('a job sees and changes its dataset and submits jobs on it, as its submitter can', async () => {
  expect(await rightsOf(jobCaller(), dataset)).toEqual(['see', 'change', 'submit']);
  expect(await rightsOf(jobCaller({ submittedBy: 'viewer' }), dataset)).toEqual(['see']);
  expect(await rightsOf(jobCaller({ submittedBy: 'stranger' }), dataset)).toEqual([]);
  expect(await rightsOf(jobCaller({ submittedBy: 'deleted' }), dataset)).toEqual([]);
});

test('a job whose submitter is banned has no rights', async () => {
  await bench.db.updateTable('users').set({ banned: true }).where('id', '=', 'editor').execute();
  expect(await rightsOf(jobCaller(), dataset)).toEqual([]);
  await bench.db.updateTable('users').set({ banned: false }).where('id', '=', 'editor').execute();
  expect(await rightsOf(jobCaller(), dataset)).toEqual(['see', 'change', 'submit']);
});

test('a job has no right to anything but its dataset and itself', async () => {
  const other = await createDataset(true);
  const otherJob = await bench.submit({ datasetId: dataset.id });
  for (const subject of [
    { type: 'dataset', id: other },
    { type: 'collection', id: v4() },
    { type: 'extractor', name: 'ncsa.wordcount' },
    { type: 'job', id: otherJob },
  ] as const)
    expect(await rightsOf(jobCaller(), subject)).toEqual([]);
  expect(await rightsOf(jobCaller(), { type: 'job', id: jobId })).toEqual(['see', 'report']);
  expect(await rightsOf(jobCaller({ jobId: v4() }), dataset)).toEqual([]);
});

test('a job uploads a preview before it is attached', async () => {
  expect(await rights.hasRight(jobCaller(), 'create', { type: 'instance' })).toBe(true);
});

const addExtractor = async (name: string, owner: string | null) => {
  const seen = new Date(0);
  await bench.db
    .insertInto('extractors')
    .values({
      name,
      id: v4(),
      version: '1',
      info: '{}',
      enabled: true,
      owner,
      first_seen_at: seen,
      updated_at: seen,
    })
    .execute();
  return { type: 'extractor', name } as const;
};

test('everybody sees a public extractor, submits to it and runs it, and nobody shares it', async () => {
  const subject = await addExtractor('public', null);
  for (const caller of [aPerson('stranger'), aPerson('extractor', 'extractor')])
    expect(await rightsOf(caller, subject)).toEqual(['see', 'submit', 'claim']);
  expect(await rightsOf(NOBODY, subject)).toEqual([]);
  expect(await rightsOf(key(['read']), subject)).toEqual(['see']);
  expect(await rightsOf(key(['submit']), subject)).toEqual(['see', 'submit']);
});

test.each<[string, Reader, readonly string[]]>([
  ['its owner', aPerson('owner'), ['see', 'share', 'submit', 'claim']],
  ['somebody it is shared with', aPerson('editor'), ['see', 'submit']],
  ['a member of a space it is shared with', aPerson('viewer'), ['see', 'submit']],
  ['another person', aPerson('stranger'), []],
  ['an administrator', aPerson('root', 'admin'), ['see', 'share', 'claim']],
  ['an operator', aPerson('operator', 'operator'), ['see']],
  ['an auditor', aPerson('auditor', 'auditor'), ['see']],
  ['an extractor with an account', aPerson('extractor', 'extractor'), []],
])('%s has these rights to a private extractor', async (who, reader, expected) => {
  const subject = await addExtractor(`private.${who}`, 'owner');
  await bench.db
    .insertInto('extractor_people')
    .values({ extractor: subject.name, user_id: 'editor' })
    .execute();
  const space_id = v7();
  await bench.db
    .insertInto('spaces')
    .values({ id: space_id, name: 'Soil', created_at: new Date(0) })
    .execute();
  const member = { space_id, user_id: 'viewer', role: 'viewer', added_at: new Date(0) } as const;
  await bench.db.insertInto('space_members').values(member).execute();
  await bench.db.insertInto('extractor_spaces').values({ extractor: subject.name, space_id }).execute();
  expect(await rightsOf(reader, subject)).toEqual(expected);
});
