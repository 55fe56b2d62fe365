import { succeed } from '@pawprint/extractor';
import { allEnded, createDatasetWith, createGate, followUntil } from '@pawprint/testing';
import type { Response } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const NAME = 'e2e.overtaken';

test('a late first list of jobs does not replace newer live updates', async () => {
  await server().client.call('registerExtractor', {
    body: { name: NAME, version: '1.0', process: { file: ['*/*'] } },
  });
  const { datasetId } = await createDatasetWith(server().client, [{ name: 'soil.txt', content: 'x' }]);
  const page = await openPage();
  await signIn(page, server());

  const gate = await createGate();
  onTestFinished(() => gate.close());
  const late: unknown[] = [];
  await page.route(
    (url) => url.pathname === '/api/jobs',
    async (route) => {
      const response = await route.fetch();
      late.push(await response.json());
      await fetch(gate.url);
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.goto(`${server().url}/extractors/${NAME}?tab=jobs`);
  await gate.arrived(1);
  expect(late).toMatchObject([{ items: [{ finished_at: null }] }]);
  await page.getByText('Live', { exact: true }).first().waitFor();
  const isCount = (response: Response) => response.url().endsWith(`/api/extractors/${NAME}`);
  const counted = page.waitForResponse(isCount);
  await runExtractor(server(), NAME, () => succeed('Read.'));
  await followUntil(server().client, { dataset_id: datasetId, extractor: NAME }, allEnded(1));
  // The page requests counts after a live update, and again after a pause: the update has been merged by then.
  await counted;
  await page.waitForResponse(isCount);
  gate.open();

  await page.getByRole('row').filter({ hasText: 'soil.txt' }).getByText('Done', { exact: true }).waitFor();
});
