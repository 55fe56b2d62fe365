import type { Handle } from '@pawprint/extractor';
import type { Job } from '@pawprint/protocol';
import {
  allEnded,
  createDatasetWith,
  followUntil,
  type RabbitBroker,
  startRabbitBroker,
} from '@pawprint/testing';
import { beforeAll, expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { useServer } from './use-server.ts';

const TO_JSON = 'e2e.text-to-json';
const TO_TEXT = 'e2e.json-to-text';

useBrowser();
let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
  return () => broker.close();
});
const server = useServer(() => ({ env: { RABBITMQ_URI: broker.url } }));

/** Each writes a new file of the type that the other one takes. */
const write =
  (filename: string, contentType: string): Handle =>
  async (_job, { uploadFile }) => {
    await uploadFile(Buffer.from(`{"at": ${JSON.stringify(crypto.randomUUID())}}`), {
      filename,
      contentType,
    });
  };

const startPair = async (): Promise<void> => {
  const { client, output } = server();
  await output.waitFor(/RabbitMQ is connected/);
  const toJson = write('next.json', 'application/json');
  const toText = write('next.txt', 'text/plain');
  await runExtractor(server(), TO_JSON, toJson, { process: { file: ['text/plain'] } }, broker.url);
  await runExtractor(server(), TO_TEXT, toText, { process: { file: ['application/json'] } }, broker.url);
  await expect
    .poll(async () => (await client.call('listExtractors', {}))?.map(({ name }) => name))
    .toEqual(expect.arrayContaining([TO_JSON, TO_TEXT]));
};

const oldestFirst = (jobs: ReadonlyMap<string, Job>): readonly Job[] =>
  [...jobs.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));

test('two extractors that feed each other are stopped, and go on by one job by hand', async () => {
  await startPair();
  const { client } = server();
  const { datasetId } = await createDatasetWith(client, [
    { name: 'first.txt', content: 'a', type: 'text/plain' },
  ]);
  const jobs = oldestFirst(await followUntil(client, { dataset_id: datasetId }, allEnded(7)));
  const ran = [TO_JSON, TO_TEXT, TO_JSON, TO_TEXT, TO_JSON, TO_TEXT];
  expect(jobs.map(({ extractor, state }) => [extractor, state])).toEqual([
    ...ran.map((extractor) => [extractor, 'SUCCEEDED']),
    [TO_JSON, 'SKIPPED'],
  ]);
  const stopped = jobs.at(-1);
  expect(stopped).toMatchObject({ attempt_count: 0, reason: { code: 'chain_limit' } });
  expect(stopped?.chain.map(({ job_id }) => job_id)).toEqual(jobs.slice(0, -1).map(({ id }) => id));

  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/jobs/${stopped?.id}`);
  await page.getByRole('region', { name: 'State of the job' }).getByText('Skipped').waitFor();
  await page
    .getByText(/^Stopped: its extractor ran 3 times before in this chain of jobs/)
    .first()
    .waitFor();
  const lineage = page.getByRole('complementary', { name: 'About this job' });
  for (const { id } of jobs.slice(0, -1)) await lineage.locator(`a[href="/jobs/${id}"]`).first().waitFor();

  await page.getByRole('button', { name: 'Resubmit', exact: true }).click();
  await page.getByRole('region', { name: 'State of the job' }).getByText('Done').waitFor();
  const all = oldestFirst(await followUntil(client, { dataset_id: datasetId }, allEnded(9)));
  const [resubmitted, next] = all.slice(7);
  expect(page.url()).toBe(`${server().url}/jobs/${resubmitted?.id}`);
  expect(resubmitted).toMatchObject({ extractor: TO_JSON, state: 'SUCCEEDED', resubmit_of: stopped?.id });
  expect(next).toMatchObject({ extractor: TO_TEXT, state: 'SKIPPED', reason: { code: 'chain_limit' } });
});
