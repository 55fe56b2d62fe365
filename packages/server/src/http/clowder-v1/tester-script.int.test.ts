import { startTestServer, type TestServer } from '@pawprint/testing';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What Clowder v1's own `scripts/tester/tester.sh` does, step by step, against an extractor that speaks HTTP. */
const DIGEST = 'ncsa.file.digest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Asked {
  readonly method?: string;
  readonly json?: object;
  readonly form?: FormData;
  /** Default: the administrator's. */
  readonly key?: string;
}

/** As curl does it: the key in the address. */
const curl = async (path: string, { method = 'GET', json, form, key = server.adminKey }: Asked = {}) => {
  const response = await fetch(`${server.url}${path}?key=${encodeURIComponent(key)}`, {
    method,
    ...(json ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) } : {}),
    ...(form ? { body: form } : {}),
  });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
};

const announce = () =>
  curl('/api/extractors', {
    method: 'POST',
    json: {
      name: DIGEST,
      version: '2.0',
      description: 'digests',
      author: 'NCSA',
      contexts: [],
      repository: [],
    },
  });

const claim = async () =>
  curl(`/api/extractors/${DIGEST}/claims`, { method: 'POST', json: { instance_id: 'i-1', version: '2.0' } });

/** What an extractor sends while it works, with the credential in its message. */
const work = async ({ job, message, lease }: Awaited<ReturnType<typeof claim>>): Promise<void> => {
  const key = message.secretKey;
  const report = (kind: string, text: string) =>
    curl(`/api/jobs/${job.id}/reports`, {
      method: 'POST',
      key,
      json: { lease_id: lease.id, reports: [{ id: v4(), kind, message: text }] },
    });
  await report('PROCESSING', 'Downloading file.');
  expect(await curl(`/api/files/${message.id}/metadata`, { key })).toMatchObject({ filename: 'tester.txt' });
  await curl(`/api/files/${message.id}/metadata.jsonld`, {
    method: 'POST',
    key,
    json: {
      '@context': ['https://clowder.ncsa.illinois.edu/contexts/metadata.jsonld'],
      content: { sha1: 'da39a3ee' },
      agent: { '@type': 'cat:extractor', extractor_id: `${server.url}/extractors/${DIGEST}/2.0` },
    },
  });
  await report('SUCCEEDED', 'Done processing.');
};

test("Clowder's tester script creates, extracts and deletes a file", async () => {
  await announce();
  const dataset = await curl('/api/datasets/createempty', {
    method: 'POST',
    json: { name: 'Tester', description: 'made by tester.sh' },
  });
  const form = new FormData();
  form.append('File', new Blob(['hello tester']), 'tester.txt');
  const file = await curl(`/api/uploadToDataset/${dataset.id}`, { method: 'POST', form });
  expect(await curl(`/api/files/${file.id}/metadata`)).toMatchObject({ status: 'PROCESSED' });

  const submitted = await curl(`/api/files/${file.id}/extractions`, {
    method: 'POST',
    json: { extractor: DIGEST },
  });
  expect(submitted).toMatchObject({ status: 'OK', job_id: expect.any(String) });
  expect(await curl(`/api/extractions/${file.id}/status`)).toEqual({
    [DIGEST]: 'SUBMITTED',
    Status: 'Processing',
  });

  const claimed = await claim();
  expect(claimed.job.id).toBe(submitted.job_id);
  await work(claimed);
  expect(await curl(`/api/extractions/${file.id}/status`)).toEqual({ [DIGEST]: 'DONE', Status: 'Done' });
  expect(await curl(`/api/files/${file.id}/metadata.jsonld`)).toMatchObject([
    { content: { sha1: 'da39a3ee' } },
  ]);

  expect(await curl(`/api/datasets/${dataset.id}`, { method: 'DELETE' })).toEqual({ status: 'success' });
  const deleted = await fetch(`${server.url}/api/files/${file.id}/metadata?key=${server.adminKey}`);
  expect(deleted.status).toBe(404);
});

test('the server describes its version, its name and its extractors', async () => {
  await announce();
  const status = await (await fetch(`${server.url}/api/status`)).json();
  const { version } = await (await fetch(`${server.url}/api/version`)).json();
  expect(status).toMatchObject({ version, instance: expect.any(String), extractors: [DIGEST] });
});
