import {
  allEnded,
  createDatasetWith,
  createVirtualHost,
  followUntil,
  type PyclowderMessage,
  startPyclowderInstance,
  startTestServer,
  type TestServer,
  type VirtualHost,
} from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const NAME = 'ncsa.wordcount';
const PROCESS = { file: ['text/*', 'application/json'] };

let host: VirtualHost;
let server: TestServer;
beforeAll(async () => {
  host = await createVirtualHost();
  server = await startTestServer({ RABBITMQ_URI: host.url });
});
afterAll(async () => {
  await server.stop();
  await host.delete();
});

/** `Connector.register_extractor` of pyClowder 2.0 to 2.7: once for each host, with the key of the message. */
const register = async ({ host: base, secretKey }: PyclowderMessage, also: object = {}) => {
  const info = {
    '@context': 'http://clowder.ncsa.illinois.edu/contexts/extractors.jsonld',
    name: NAME,
    version: '1.0',
    author: 'Rob Kooper <kooper@illinois.edu>',
    contributors: [],
    repository: [{ repType: 'git', repUrl: 'https://example.org/x.git' }],
    process: PROCESS,
    external_services: [],
    ...also,
  };
  const response = await fetch(`${base}/api/extractors?key=${secretKey}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'python-requests/2.25.1', accept: '*/*' },
    body: JSON.stringify(info),
  });
  return { status: response.status, body: await response.text() };
};

const showExtractor = () => server.client.call('showExtractor', { params: { name: NAME } });

test('the key of a job confirms the registration of its extractor, and changes none', async () => {
  const answers: unknown[] = [];
  const instance = await startPyclowderInstance(server.client, {
    url: host.url,
    name: NAME,
    process: PROCESS,
    beforeWork: async (message) => {
      for (const also of [{}, { process: { file: ['*/*'] } }, { name: 'other' }])
        answers.push(await register(message, also));
    },
  });
  const before = await showExtractor();
  const words = { name: 'words.txt', content: 'one two three', type: 'text/plain' };
  const { datasetId } = await createDatasetWith(server.client, [words]);
  const jobs = await followUntil(server.client, { dataset_id: datasetId }, allEnded(1));
  expect([...jobs.values()]).toMatchObject([{ state: 'SUCCEEDED', attempt_count: 1 }]);
  const refused = { status: 403, body: expect.stringContaining('The key of a job changes no registration.') };
  const message = `Extractor info unchanged. ID = ${before?.id}`;
  expect(answers).toEqual([
    { status: 200, body: JSON.stringify({ status: 'OK', message }) },
    refused,
    refused,
  ]);
  const { description, process, updated } = (await showExtractor()) ?? {};
  expect({ description, process, updated }).toEqual({
    description: before?.description,
    process: before?.process,
    updated: before?.updated,
  });
  await instance.close();
});
