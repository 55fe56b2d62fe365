import { v4, v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { type JobCaller, NOBODY, type Reader, type UserCaller } from '../model/caller.ts';
import type { SpaceRole } from '../model/space.ts';
import { createRights, findJobScope, type Right, type Rights, type Subject } from './rights.ts';

const RIGHTS = ['see', 'change', 'delete', 'share', 'submit', 'cancel', 'report', 'claim'] as const;
const EDITORS = ['see', 'change', 'submit', 'cancel', 'report', 'claim'];

const person = (id: string, role = 'user'): UserCaller => ({
  kind: 'user',
  id,
  name: id,
  email: `${id}@example.org`,
  role,
});
const PEOPLE = ['owner', 'viewer', 'editor', 'manager', 'stranger'];

let bench: JobsBench;
let rights: Rights;
let dataset: Subject & { readonly id: string };
let jobId: string;
beforeAll(async () => {
  bench = await createJobsBench();
  const { db } = bench;
  rights = createRights({ ...bench, findScope: findJobScope(db), allowPublic: true });
  await db
    .insertInto('users')
    .values(PEOPLE.map((id) => ({ id, name: id, email: `${id}@example.org` })))
    .execute();
  dataset = { type: 'dataset', id: await createDataset(false) };
  jobId = await bench.submit({ datasetId: dataset.id, submittedBy: 'editor' });
});
afterAll(() => bench.close());

/** The owner's dataset, in a space with a member of each role. */
const createDataset = async (isPublic: boolean): Promise<string> => {
  const { db } = bench;
  const at = new Date(bench.now());
  const [id, spaceId] = [v7(), v7()];
  await db
    .insertInto('datasets')
    .values({ id, name: 'Soil', created_at: at, created_by: 'owner', is_public: isPublic })
    .execute();
  await db.insertInto('spaces').values({ id: spaceId, name: 'Soil lab', created_at: at }).execute();
  await db.insertInto('dataset_spaces').values({ dataset_id: id, space_id: spaceId, added_at: at }).execute();
  const members: [string, SpaceRole][] = [
    ['viewer', 'viewer'],
    ['editor', 'editor'],
    ['manager', 'admin'],
  ];
  await db
    .insertInto('space_members')
    .values(members.map(([user_id, role]) => ({ space_id: spaceId, user_id, role, added_at: at })))
    .execute();
  return id;
};

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
  ['its owner', person('owner'), RIGHTS],
  ['a viewer of its space', person('viewer'), ['see']],
  ['an editor of its space', person('editor'), EDITORS],
  ['an admin of its space', person('manager'), RIGHTS],
  ['another person', person('stranger'), []],
  ['an administrator', person('root', 'admin'), RIGHTS],
  ['an auditor', person('auditor', 'auditor'), ['see']],
  ['an operator', person('operator', 'operator'), ['report', 'claim']],
  ['an extractor with an account', person('extractor', 'extractor'), ['report', 'claim']],
  ['nobody', NOBODY, []],
])('%s has these rights to a private dataset and its jobs', async (_, reader, expected) => {
  expect(await rightsOf(reader, dataset)).toEqual(expected);
  expect(await rightsOf(reader, { type: 'job', id: jobId })).toEqual(expected);
});

test.each<[string, Reader]>([
  ['nobody', NOBODY],
  ['another person', person('stranger')],
])('%s sees a public dataset and has no other right to it', async (_, reader) => {
  const id = await createDataset(true);
  expect(await rightsOf(reader, { type: 'dataset', id })).toEqual(['see']);
});

test('where public datasets are not allowed, one that was public is private', async () => {
  const id = await createDataset(true);
  const strict = createRights({ ...bench, findScope: findJobScope(bench.db), allowPublic: false });
  expect(await strict.hasRight(NOBODY, 'see', { type: 'dataset', id })).toBe(false);
  expect(await strict.hasRight(person('stranger'), 'see', { type: 'dataset', id })).toBe(false);
  expect(await strict.hasRight(person('owner'), 'see', { type: 'dataset', id })).toBe(true);
});

test.each([
  ['admin', true],
  ['operator', true],
  ['auditor', false],
  ['user', false],
  ['extractor', false],
])('the role %s operates the instance: %s', async (role, expected) => {
  expect(await rights.hasRight(person('x', role), 'operate', { type: 'instance' })).toBe(expected);
});

test('the jobs of a deleted dataset are for those who see everything', async () => {
  const subject = { type: 'job', id: await bench.submit({ datasetId: v4() }) } as const;
  expect(await rightsOf(person('owner'), subject)).toEqual([]);
  expect(await rightsOf(person('root', 'admin'), subject)).toEqual(RIGHTS);
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
