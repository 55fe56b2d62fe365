import { createDatasetWith } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { problems } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

const EXTRACTOR = 'e2e.nobody';
const FILES = 50;
/** More than one slice of 100 jobs. */
const JOBS_PER_FILE = 3;

useBrowser();
const server = useServer(() => ({ env: { PAWPRINT_MAX_OPERATION_JOBS_WAITING: '50' } }));

const idOf = (answer: object | undefined): string =>
  answer !== undefined && 'id' in answer && typeof answer.id === 'string' ? answer.id : '';

/** An operation that waits: no instance is there to run its jobs. Resolves to the dataset of its jobs. */
const startWaiting = async (): Promise<string> => {
  const { client } = server();
  await client.call('registerExtractor', { body: { name: EXTRACTOR, version: '1.0', process: {} } });
  const files = Array.from({ length: FILES }, (_, n) => ({ name: `${n}.txt`, content: `file ${n}` }));
  const { datasetId } = await createDatasetWith(client, files);
  for (let n = 0; n < JOBS_PER_FILE; n++)
    await client.call('submitDatasetFiles', { params: { id: datasetId }, body: { extractor: EXTRACTOR } });
  const filter = { dataset_id: datasetId };
  const show = async (id: string) => client.call('showOperation', { params: { id } });
  const cancelled = idOf(await client.call('cancelJobs', { body: { filter } }));
  await expect.poll(async () => (await show(cancelled))?.state).toBe('finished');
  const resubmitted = idOf(await client.call('resubmitJobs', { body: { filter } }));
  await expect.poll(async () => (await show(resubmitted))?.waits?.jobs).toBe(100);
  return datasetId;
};

test('an operation is found again after the page was loaded anew, says why it waits, and is stopped', async () => {
  const datasetId = await startWaiting();
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/datasets/${datasetId}`);
  await page.getByRole('button', { name: '1 running operation' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: '1 running operation' }).focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('dialog', { name: 'Operations' });
  await list.getByRole('heading', { name: 'Resubmit jobs' }).waitFor();
  await list.getByText('100 of 150 jobs resubmitted').waitFor();
  await list.getByText(`It waits: 100 jobs of operations are still waiting for ${EXTRACTOR}.`).waitFor();
  await list.getByRole('heading', { name: '150 jobs were cancelled.' }).waitFor();
  await list.getByRole('link', { name: 'Prairie soil cores' }).first().waitFor();

  expect(await problems(page)).toEqual([]);

  await list.getByRole('button', { name: 'Stop' }).click();
  await list.getByText('Stopped by Administrator. 50 of 150 were left as they are.').waitFor();
  await page.getByRole('button', { name: 'Operations of the last day' }).waitFor();
});
