import { createExtractor, type Handle, succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { problems } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const NAME = 'e2e.reader';
const FILES = Array.from({ length: 3 }, (_, n) => ({ name: `plot-${n}.txt`, content: `plot ${n}` }));

/** Runs a version of the extractor until it is stopped, or the test ends. */
const runVersion = (version: string, handle: Handle): Promise<() => Promise<void>> => {
  const extractor = createExtractor({ name: NAME, version, process: { file: ['text/plain'] }, handle });
  onTestFinished(() => extractor.stop());
  return new Promise((resolve, reject) => {
    const info = (message: string): void =>
      void (/at work for/.test(message) && resolve(() => extractor.stop()));
    const log = { info, warn: () => undefined, error: () => undefined };
    const { url, client } = server();
    extractor
      .run({ url, key: client.options.key ?? '', log, handleSignals: false, graceSeconds: 0 })
      .catch(reject);
  });
};

test('a person without data is shown what to do first', async () => {
  const page = await openPage();
  await signIn(page, server());
  await page.getByText('Nothing needs attention.').waitFor();
  expect(await problems(page)).toEqual([]);
  await page
    .getByRole('region', { name: 'First steps' })
    .getByRole('button', { name: 'New dataset' })
    .click();
  await page.getByRole('dialog', { name: 'New dataset' }).waitFor();
});

test('a person resubmits what has failed to the fixed version, and nothing needs attention', async () => {
  let opened = 0;
  const stop = await runVersion('2.0', () => {
    opened += 1;
    throw new Error(`Cannot open /data/plot-${opened}.txt`);
  });
  const { datasetId } = await createDatasetWith(server().client, FILES);
  const mine = { dataset_id: datasetId, extractor: NAME };
  await followUntil(server().client, mine, allEnded(3));
  const page = await openPage();
  await signIn(page, server());
  const attention = page.getByRole('region', { name: 'Needs attention' });
  const group = attention.getByRole('row').filter({ hasText: 'Cannot open' });
  await group.getByText('3 files in 1 dataset').waitFor();
  expect(await group.count()).toBe(1);
  await attention.getByText('3 failed').waitFor();

  await group.getByRole('cell', { name: '3 files in 1 dataset' }).click();
  await attention.getByText('2.0 (3)').waitFor();
  await attention.getByText('text/plain (3)').waitFor();
  await page.reload();
  await attention.getByText('text/plain (3)').waitFor();
  expect(await problems(page)).toEqual([]);

  await stop();
  await runVersion('2.1', () => succeed('Read.'));
  await group.getByRole('button', { name: 'Resubmit 3' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('3 failed or lost jobs will be resubmitted.').waitFor();
  await dialog.getByRole('button', { name: 'Resubmit 3 jobs' }).click();
  await dialog.getByRole('heading', { name: '3 jobs were resubmitted.' }).waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await attention.getByText(/Nothing needs attention\. Last failure \d+ (s|min) ago\./).waitFor();
  expect(await group.count()).toBe(0);
  await followUntil(server().client, mine, allEnded(6));
  await page.getByRole('region', { name: 'My datasets' }).getByText('3 failed').waitFor();
});

test('an operator marks a failure as known and writes why, by keyboard', async () => {
  await runVersion('2.2', () => {
    throw new Error('The file is broken.');
  });
  const { datasetId } = await createDatasetWith(server().client, FILES.slice(0, 1));
  await followUntil(server().client, { dataset_id: datasetId, extractor: NAME }, allEnded(1));
  const page = await openPage();
  await signIn(page, server());
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await attention.getByRole('button', { name: 'The file is broken.' }).press('Enter');
  await attention.getByRole('button', { name: 'Add note…' }).press('Enter');
  await page.getByRole('textbox', { name: 'Note' }).fill('Uploaded again tomorrow.');
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await attention.getByText('Uploaded again tomorrow.').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await attention.getByRole('button', { name: 'Mark as known' }).press('Enter');
  await attention.getByText(/Known since/).waitFor();
  await attention.getByRole('button', { name: 'The file is broken.' }).press('Enter');
  await attention.getByText('Nothing needs attention.').waitFor();
  await attention.getByRole('button', { name: 'Show 1 known' }).press('Enter');
  await attention.getByRole('button', { name: 'The file is broken.' }).waitFor();
  const { counts } = (await server().client.call('listFailures', {})) ?? {};
  expect(counts).toMatchObject({ failed: 0 });
});
