import {
  createDatasetWith,
  createSignal,
  followUntil,
  type RabbitBroker,
  startRabbitBroker,
} from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { startManualExtractor } from './manual-extractor.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

const NEVER_RUNS = 'e2e.never-runs';
const STOPS = 'e2e.stops';
const FINISHES = 'e2e.finishes';

useBrowser();
let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
  return () => broker.close();
});
const server = useServer(() => ({ env: { RABBITMQ_URI: broker.url } }));

/** The page of a file with a job that waits, one whose extractor can stop, and one whose extractor cannot be notified. */
const prepare = async () => {
  const { client, output } = server();
  await output.waitFor(/RabbitMQ is connected/);
  await client.call('registerExtractor', {
    body: { name: NEVER_RUNS, version: '1.0', process: { file: ['*/*'] } },
  });
  const started = createSignal();
  await runExtractor(server(), STOPS, (_job, { signal }) => {
    started.give();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  });
  const manual = await startManualExtractor(broker.url, FINISHES);
  onTestFinished(() => manual.close());
  await expect
    .poll(async () => (await client.call('listExtractors', {}))?.map(({ name }) => name))
    .toEqual(expect.arrayContaining([NEVER_RUNS, STOPS, FINISHES]));
  const { datasetId, fileIds } = await createDatasetWith(client, [{ name: 'core.csv', content: 'a,b' }]);
  await started.given;
  const jobs = await followUntil(client, { dataset_id: datasetId }, (found) => {
    const states = Object.fromEntries([...found.values()].map(({ extractor, state }) => [extractor, state]));
    return states[NEVER_RUNS] === 'QUEUED' && states[STOPS] === 'RUNNING' && states[FINISHES] === 'RUNNING';
  });
  const ids = Object.fromEntries([...jobs.values()].map(({ extractor, id }) => [extractor, id]));
  return { manual, ids, filePath: `/files/${fileIds[0]}` };
};

const cancel = async (page: Page, id: string | undefined, isRunning: boolean): Promise<void> => {
  await page.goto(`${server().url}/jobs/${id}`);
  await page.getByRole('button', { name: 'Cancel job' }).click();
  if (isRunning) await page.getByRole('dialog').getByRole('button', { name: 'Cancel job' }).click();
  await page
    .getByText(/^Administrator requested to cancel it at/)
    .first()
    .waitFor();
};

test('a job that never ran, one that stopped and one that finished anyway say so side by side', async () => {
  const { manual, ids, filePath } = await prepare();
  const file = await openPage();
  await signIn(file, server());
  await file.goto(server().url + filePath);
  const row = (extractor: string) => file.getByRole('row').filter({ hasText: extractor });
  const job = await file.context().newPage();

  await cancel(job, ids[NEVER_RUNS], false);
  await cancel(job, ids[STOPS], true);
  await cancel(job, ids[FINISHES], true);
  await job.getByText(/The extractor has not ended yet; what it uploads from now on is refused\./).waitFor();
  expect(await manual.uploadMetadata({ rows: 1 })).toBeGreaterThanOrEqual(400);
  await manual.finish();

  const outcomes = { [NEVER_RUNS]: 'never ran', [STOPS]: 'stopped', [FINISHES]: 'finished anyway' };
  for (const [extractor, outcome] of Object.entries(outcomes)) {
    await row(extractor).getByText('Cancelled').first().waitFor();
    await row(extractor).getByText(outcome, { exact: true }).first().waitFor();
  }
  const sentences = {
    [NEVER_RUNS]: /It never ran\./,
    [STOPS]: /The extractor confirmed and stopped\./,
    [FINISHES]:
      /It finished anyway: the extractor could not be notified\. What it uploaded after the request was refused\./,
  };
  for (const [extractor, sentence] of Object.entries(sentences)) {
    await job.goto(`${server().url}/jobs/${ids[extractor]}`);
    await job.getByText(sentence).first().waitFor();
  }
  await job.getByText('Refused', { exact: true }).first().waitFor();
  const { client } = server();
  const cancels = await Promise.all(
    [NEVER_RUNS, STOPS, FINISHES].map(
      async (extractor) => (await client.call('showJob', { params: { id: ids[extractor] ?? '' } }))?.cancel,
    ),
  );
  expect(cancels.map((each) => each?.outcome)).toEqual(['never_ran', 'stopped', 'finished_anyway']);
});
