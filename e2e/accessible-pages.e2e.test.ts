import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();
let paths: Record<string, string>;

const prepare = async (): Promise<Record<string, string>> => {
  await runExtractor(server(), 'e2e.works', async (_, ctx) => {
    await ctx.uploadMetadata({ words: 3 });
  });
  await runExtractor(server(), 'e2e.fails', () => {
    throw new Error('It does not work.');
  });
  const { datasetId, fileIds } = await createDatasetWith(server().client, [
    { name: 'a.txt', content: 'a b c' },
  ]);
  const space = { name: 'Soil lab', description: 'Cores of the prairie sites' };
  const spaceId = (await server().client.call('createSpace', { body: space }))?.id;
  const jobs = await followUntil(server().client, { dataset_id: datasetId }, allEnded(2));
  return {
    home: '/',
    jobs: '/jobs',
    'jobs of a query': '/jobs?q=extractor%3Ae2e.fails',
    datasets: '/datasets',
    dataset: `/datasets/${datasetId}`,
    'a file’s extractions': `/files/${fileIds[0]}`,
    'a file’s metadata': `/files/${fileIds[0]}?tab=metadata`,
    extractors: '/extractors',
    'writing an extractor': '/extractors/new',
    extractor: '/extractors/e2e.fails',
    'an extractor’s jobs': '/extractors/e2e.fails?tab=jobs',
    'an extractor’s instances': '/extractors/e2e.fails?tab=instances',
    job: `/jobs/${[...jobs.keys()][0]}`,
    spaces: '/spaces',
    space: `/spaces/${spaceId}`,
    'a dataset that is not there': '/datasets/01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9',
    'a page that is not there': '/no/such/page',
  };
};

test('every page passes axe and is no wider than its window', async () => {
  paths ??= await prepare();
  const page = await openPage();
  await page.goto(`${server().url}/login`);
  await settle(page);
  expect(await problems(page), 'login').toEqual([]);
  await signIn(page, server());
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(server().url + path);
    await settle(page);
    expect(await problems(page), name).toEqual([]);
  }
});

test('the dialogs for sharing and for members pass axe and are no wider than the window', async () => {
  paths ??= await prepare();
  const page = await openPage();
  await signIn(page, server());
  await page.goto(server().url + paths['dataset']);
  await page.getByRole('button', { name: 'Share…' }).click();
  await focusInDialog(page);
  await page.getByRole('switch', { name: /Public/ }).press('Space');
  await page.getByRole('button', { name: 'Make it public' }).waitFor();
  expect(await problems(page), 'sharing').toEqual([]);
  await page.goto(server().url + paths['space']);
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('list', { name: 'People' }).getByText('Administrator').waitFor();
  expect(await problems(page), 'members').toEqual([]);
});

test('the submit dialogs pass axe and are no wider than the window', async () => {
  paths ??= await prepare();
  const page = await openPage();
  await signIn(page, server());
  for (const name of ['dataset', 'a file’s extractions']) {
    await page.goto(server().url + paths[name]);
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('radio', { name: /e2e\.works/ }).check();
    expect(await problems(page), name).toEqual([]);
  }
});
