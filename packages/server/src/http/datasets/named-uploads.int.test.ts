import { once } from 'node:events';
import { type ClientRequest, type OutgoingHttpHeaders, request } from 'node:http';
import { UPLOAD_KEY_HEADER } from '@pawprint/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench, formOf } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
beforeAll(async () => {
  bench = await createDatasetsBench({ maxFileBytes: 100_000 });
  datasetId = await bench.createDataset();
});
afterAll(() => bench.close());

const jobsIn = () => bench.countJobs(datasetId);

const sendNamed = (key: string, form: FormData, dataset = datasetId) =>
  fetch(`${bench.baseUrl}/api/uploadToDataset/${dataset}`, {
    method: 'POST',
    headers: { ...bench.asAna, [UPLOAD_KEY_HEADER]: key },
    body: form,
  });

/** A request whose form the test sends, or does not. */
const openNamed = (key: string, more: OutgoingHttpHeaders = {}): ClientRequest =>
  request(`${bench.baseUrl}/api/uploadToDataset/${datasetId}`, {
    method: 'POST',
    headers: {
      ...bench.asAna,
      [UPLOAD_KEY_HEADER]: key,
      'content-type': 'multipart/form-data; boundary=x',
      ...more,
    },
  }).on('error', () => {});

const answerTo = async (call: ClientRequest): Promise<{ status: number; body: unknown }> => {
  const [response] = await once(call, 'response');
  return {
    status: response.statusCode,
    body: JSON.parse(Buffer.concat(await response.toArray()).toString()),
  };
};

const stored = async (name: string) =>
  (await bench.ports.db.selectFrom('files').select('id').where('name', '=', name).execute()).map(
    ({ id }) => id,
  );

test('a named upload is stored once however often it is sent, with its jobs', async () => {
  const first = await (await sendNamed('once', formOf(['once.txt', 'x']))).json();
  const jobs = await jobsIn();
  const again = await sendNamed('once', formOf(['once.txt', 'x']));
  expect([again.status, await again.json()]).toEqual([200, first]);
  expect(await stored('once.txt')).toEqual([(first as { id: string }).id]);
  expect(await jobsIn()).toBe(jobs);
});

test('a named upload is answered at once when it is sent again, without its bytes', async () => {
  const first = await (await sendNamed('answered', formOf(['answered.txt', 'x']))).json();
  const call = openNamed('answered', { 'content-length': 1_000_000 });
  call.flushHeaders();
  expect(await answerTo(call)).toEqual({ status: 200, body: first });
  call.destroy();
});

test('a named upload of several files, sent five times at once, is stored once and leaves no other bytes', async () => {
  await bench.settled();
  const before = await bench.remains();
  const form = () => formOf(['both-a.txt', 'a'], ['both-b.txt', 'b']);
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => (await sendNamed('at-once', form())).json()),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect([await stored('both-a.txt'), await stored('both-b.txt')].map(({ length }) => length)).toEqual([
    1, 1,
  ]);
  await bench.settled();
  const after = await bench.remains();
  expect(after.blobs - before.blobs).toBe(2);
});

test('a named upload that was refused can be sent again', async () => {
  expect((await sendNamed('refused', formOf(['refused.bin', 'x'.repeat(100_001)]))).status).toBe(413);
  expect((await sendNamed('refused', formOf(['refused.txt', 'x']))).status).toBe(200);
  expect(await stored('refused.txt')).toHaveLength(1);
});

test('a named upload is not taken for one to another dataset', async () => {
  await sendNamed('mine', formOf(['mine.txt', 'x']));
  const elsewhere = await bench.createDataset('Elsewhere');
  const conflict = await sendNamed('mine', formOf(['mine.txt', 'x']), elsewhere);
  expect([conflict.status, (await conflict.json()) as unknown]).toMatchObject([
    409,
    { error: { code: 'conflict' } },
  ]);
  expect(await stored('mine.txt')).toHaveLength(1);
});

test('a named upload of another person is another one', async () => {
  const first = await (await sendNamed('plot-7', formOf(['plot-7.txt', 'x']))).json();
  const person = { id: 'ben', name: 'Ben', email: 'ben@example.org', role: 'user' } as const;
  await bench.ports.db.insertInto('users').values(person).execute();
  const ben = bench.as({ kind: 'user', ...person });
  const own = await ben.call('createDataset', { body: { name: 'Of Ben' } });
  const upload = { params: { id: own?.id ?? '' }, headers: { [UPLOAD_KEY_HEADER]: 'plot-7' } };
  const other = await (
    await ben.fetch('uploadToDataset', upload, { body: formOf(['plot-7.txt', 'x']) })
  ).json();
  expect(other).not.toEqual(first);
  expect(await stored('plot-7.txt')).toHaveLength(2);
});

test.each(['', 'two words', 'ä', 'x'.repeat(201)])('%j is no name of an upload', async (key) => {
  const call = openNamed(key);
  call.end();
  expect(await answerTo(call)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
});
