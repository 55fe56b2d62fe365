import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
let fileId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
beforeEach(async () => {
  ({ datasetId, fileId } = await bench.createDatasetWithFile('clay.txt'));
});
afterAll(() => bench.close());

const dataset = () => bench.client.call('showDataset', { params: { id: datasetId } });
const file = () => bench.client.call('showFile', { params: { id: fileId } });
const change = (path: string, body: unknown, method = 'PUT') =>
  fetch(`${bench.baseUrl}/api${path}`, {
    method,
    headers: { ...bench.asAna, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const acts = async (subject: string) =>
  bench.jobs.db
    .selectFrom('audit_log')
    .select(['act', 'user_id', 'subject_name', 'means', 'credential', 'details'])
    .where('subject', '=', subject)
    .orderBy(sql`seq`)
    .execute();

test('a dataset gets another name and another description, each alone or both', async () => {
  expect(await (await change(`/datasets/${datasetId}/title`, { name: ' Cores ' })).json()).toEqual({
    status: 'success',
  });
  await change(`/datasets/${datasetId}/description`, { description: 'Of 2026', id: 'ignored' });
  expect(await dataset()).toMatchObject({ name: 'Cores', description: 'Of 2026' });
  await change(`/datasets/${datasetId}/editing`, { name: 'Soil', description: '' }, 'POST');
  expect(await dataset()).toMatchObject({ name: 'Soil', description: '' });
});

test('a body without the text is refused and changes nothing', async () => {
  const answers = await Promise.all([
    change(`/datasets/${datasetId}/title`, { title: 'Cores' }),
    change(`/datasets/${datasetId}/title`, { name: ' ' }),
    change(`/datasets/${datasetId}/description`, {}),
    change(`/datasets/${datasetId}/editing`, { name: 'Cores' }, 'POST'),
    change(`/files/${fileId}/updateDescription`, { text: 'clay' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect(await dataset()).toMatchObject({ name: 'Prairie soil cores', description: '' });
});

test('a file gets a description, which is shown', async () => {
  expect(await file()).toMatchObject({ filedescription: '' });
  await change(`/files/${fileId}/updateDescription`, { description: 'Clay\0 of plot 7' });
  expect(await file()).toMatchObject({ filedescription: 'Clay\uFFFD of plot 7', filename: 'clay.txt' });
});

test('who changed what is in the audit', async () => {
  await change(`/datasets/${datasetId}/title`, { name: 'Cores' });
  await change(`/files/${fileId}/updateDescription`, { description: 'Clay' });
  expect(await acts(datasetId)).toMatchObject([
    {
      act: 'dataset.change',
      user_id: 'ana',
      subject_name: 'Prairie soil cores',
      details: { to: { name: 'Cores' } },
    },
  ]);
  expect(await acts(fileId)).toMatchObject([
    {
      act: 'file.describe',
      user_id: 'ana',
      subject_name: 'clay.txt',
      details: { to: { description: 'Clay' }, dataset: datasetId },
    },
  ]);
});

test('a job changes texts while its attempt is open, and the audit names it', async () => {
  const { client, caller } = await bench.startJob(datasetId);
  const describe = (as: typeof client) =>
    as.call('describeDataset', { params: { id: datasetId }, body: { description: 'By a job' } });
  await describe(client);
  await expect(describe(bench.as({ ...caller, attempt: 0 }))).rejects.toMatchObject({ status: 410 });
  expect(await acts(datasetId)).toMatchObject([
    { act: 'dataset.change', user_id: 'ana', means: 'job', credential: caller.jobId },
  ]);
});
