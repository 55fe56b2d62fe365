import { createDatasetWith, type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startManualExtractor } from './manual-extractor.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

const EXTRACTOR = 'e2e.one-by-one';

useBrowser();
let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
  return () => broker.close();
});
const server = useServer(() => ({
  env: { RABBITMQ_URI: broker.url, PAWPRINT_STALLED_SECONDS: '4', PAWPRINT_LOST_SECONDS: '12' },
}));

/** Once one job runs: the one that starts last of the others. */
const lastInLine = async (datasetId: string, others: number): Promise<string> => {
  const find = async (): Promise<string | undefined> => {
    const jobs = (await server().client.call('listJobs', { query: { dataset_id: datasetId } }))?.items ?? [];
    if (!jobs.some(({ state }) => state === 'RUNNING')) return undefined;
    return jobs.find(({ reason }) => reason?.facts['ahead'] === others - 1)?.id;
  };
  return vi.waitUntil(find, { timeout: 60_000 });
};

const openPages = async (jobId: string): Promise<{ readonly job: Page; readonly file: Page }> => {
  const job = await openPage();
  await signIn(job, server());
  await job.goto(`${server().url}/jobs/${jobId}`);
  const file = await job.context().newPage();
  const found = await server().client.call('showJob', { params: { id: jobId } });
  await file.goto(`${server().url}/files/${found?.resource.id}`);
  return { job, file };
};

test('a job waits its turn, falls silent, is lost and is revived, each with its sentence on its page and in the list', async () => {
  await server().output.waitFor(/RabbitMQ is connected/);
  const extractor = await startManualExtractor(broker.url, EXTRACTOR);
  onTestFinished(() => extractor.close());
  const { client } = server();
  const isKnown = async () =>
    (await client.call('showExtractor', { params: { name: EXTRACTOR } }).catch(() => null)) !== null;
  await vi.waitUntil(isKnown, { timeout: 60_000 });
  const files = ['a', 'b', 'c', 'd'].map((name) => ({ name: `${name}.txt`, content: name }));
  const { datasetId } = await createDatasetWith(client, files);
  const jobId = await lastInLine(datasetId, 3);
  const pages = await openPages(jobId);
  const shows = async (sentence: string | RegExp): Promise<void> => {
    await pages.job.getByText(sentence).first().waitFor();
    await pages.file.getByRole('row').getByText(sentence).first().waitFor();
  };
  const code = async () => (await client.call('showJob', { params: { id: jobId } }))?.reason?.code;

  await shows(`2 ahead of it for ${EXTRACTOR}, 1 instance alive`);
  await extractor.finish();
  await shows(`1 ahead of it for ${EXTRACTOR}, 1 instance alive`);
  await extractor.finish();
  await shows(`Next in line for ${EXTRACTOR}, 1 instance alive`);
  await extractor.finish();
  // That it runs is said only until it is silent, after four seconds.
  await pages.job.getByText('Started processing.').first().waitFor();

  await shows(/^Silent for \d+ s; 1 instance alive, last seen .* ago$/);
  expect(['silent', 'silent_too_long']).toContain(await code());
  await pages.job.getByText('Lost', { exact: true }).first().waitFor();
  expect(await code()).toBe('silent_too_long');
  await shows(/^Silent for (1[2-9]|[2-9]\d) s; 1 instance alive, last seen .* ago$/);

  const revived = /^Revived: it reported again .* after it was given up$/;
  let reports = 0;
  const showsRevived = async (): Promise<boolean[]> => {
    // It says so only until it is silent anew.
    await extractor.report('processing', `Downloading file ${(reports += 1)}.`);
    const places = [pages.job.getByText(revived), pages.file.getByRole('row').getByText(revived)];
    return Promise.all(places.map((place) => place.first().isVisible()));
  };
  await expect.poll(showsRevived, { interval: 500, timeout: 60_000 }).toEqual([true, true]);
  await extractor.finish();
  await pages.job.getByText('Done', { exact: true }).first().waitFor();
  expect(await code()).toBeUndefined();
  const { items = [] } = (await client.call('listJobEvents', { params: { id: jobId }, query: {} })) ?? {};
  const decisions = items.filter(({ reason }) => reason !== null);
  expect(decisions.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['STALLED', 'LOST', 'REVIVED']));
  expect(decisions.find(({ kind }) => kind === 'LOST')?.reason?.facts).toMatchObject({
    limit_ms: 12_000,
    instances_alive: 1,
  });
}, 240_000);
