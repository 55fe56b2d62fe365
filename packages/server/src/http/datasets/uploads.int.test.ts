import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { UploadAnswer } from '@pawprint/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDatasetsBench, type DatasetsBench, formOf } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
beforeAll(async () => {
  bench = await createDatasetsBench({ maxFileBytes: 100_000 });
  datasetId = await bench.createDataset();
});
afterAll(() => bench.close());
afterEach(() => bench.restore());

const jobsIn = () => bench.countJobs(datasetId);

const send = (form: FormData, query = '') =>
  fetch(`${bench.baseUrl}/api/uploadToDataset/${datasetId}${query}`, {
    method: 'POST',
    headers: bench.asAna,
    body: form,
  });

/** Sends exactly these bytes as a multipart body, which may be shorter than its Content-Length. */
const sendRaw = (body: string, contentLength = Buffer.byteLength(body)) => {
  const call = request(`${bench.baseUrl}/api/uploadToDataset/${datasetId}`, {
    method: 'POST',
    headers: {
      ...bench.asAna,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': contentLength,
    },
  });
  call.on('error', () => {});
  call.write(body);
  return call;
};

const answerTo = async (call: ClientRequest) => {
  call.end();
  const [response] = await once(call, 'response');
  return {
    status: response.statusCode,
    body: JSON.parse(Buffer.concat(await response.toArray()).toString()),
  };
};

const part = (name: string, content: string): string =>
  `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}`;

const show = async (id: string) => (await bench.client.call('showFile', { params: { id } })) ?? expect.fail();

describe('an upload', () => {
  test('is stored with its name, size, digest and type, and triggers extractors', async () => {
    const content = 'depth,ph\n10,6.1\n';
    const jobs = await jobsIn();
    const response = await send(formOf(['Böden 🐾.csv', content]));
    expect(response.status).toBe(200);
    const { id } = (await response.json()) as { id: string };

    expect(await show(id)).toMatchObject({
      filename: 'Böden 🐾.csv',
      'content-type': 'text/csv',
      size: '16',
      size_bytes: 16,
      sha256: createHash('sha256').update(content).digest('hex'),
      status: 'PROCESSED',
      mime: { by_name: 'text/csv', by_content: 'text/plain' },
      dataset: { id: datasetId, name: 'Prairie soil cores' },
      uploaded_by: { id: 'ana', name: 'Ana Ferreira' },
      made_by_job: null,
      previews: [],
      metadata_count: 0,
    });
    expect(await (await bench.client.fetch('downloadFile', { params: { id } })).text()).toBe(content);
    expect(await jobsIn()).toBe(jobs + 1);
  });

  test('of several files is answered with all of them in order', async () => {
    const answer = UploadAnswer.parse(await (await send(formOf(['a.txt', 'a'], ['b.txt', 'b']))).json());
    const file = {
      id: expect.any(String),
      status: 'PROCESSED',
      thumbnail: null,
      created: 'Tue Nov 24 09:30:00 UTC 2026',
      resource_type: 'file',
    };
    expect(answer).toEqual({
      ids: [
        { ...file, name: 'a.txt' },
        { ...file, name: 'b.txt' },
      ],
    });
  });

  test('of the largest form triggers extractors for each file', { timeout: 120_000 }, async () => {
    const form = formOf(...Array.from({ length: 1000 }, (_, n): [string, string] => [`${n}.txt`, 'x']));
    await bench.jobs.db
      .updateTable('extractors')
      .set({ process: '{"file":["*/*"],"dataset":["file.added"]}' })
      .execute();
    const jobs = await jobsIn();
    expect((await send(form)).status).toBe(200);
    expect(await jobsIn()).toBe(jobs + 2000);
    await bench.jobs.db.updateTable('extractors').set({ process: '{"file":["*/*"]}' }).execute();
  });

  test('with extract=false or extract=0 triggers no extractor', async () => {
    const jobs = await jobsIn();
    await send(formOf(['quiet.txt', 'x']), '?extract=false');
    await send(formOf(['quiet.txt', 'x']), '?extract=0');
    expect(await jobsIn()).toBe(jobs);
  });

  test('of an empty file is stored', async () => {
    const { id } = (await (await send(formOf(['nothing.txt', '']))).json()) as { id: string };
    expect(await show(id)).toMatchObject({ size_bytes: 0, 'content-type': 'text/plain' });
    expect(await (await bench.client.fetch('downloadFile', { params: { id } })).text()).toBe('');
  });

  test('of the same file twice gives two files with one digest', async () => {
    const answer = await (await send(formOf(['twin.txt', 'same'], ['twin.txt', 'same']))).json();
    const [one, other] = (answer as { ids: { id: string }[] }).ids.map(({ id }) => id);
    const infos = [await show(one ?? ''), await show(other ?? '')];
    expect(infos[0]?.id).not.toBe(infos[1]?.id);
    expect(infos[0]?.sha256).toBe(infos[1]?.sha256);
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['a\\b\\c.txt', 'c.txt'],
    [`${'x'.repeat(296)}.csv`, `${'x'.repeat(251)}.csv`],
    ['..', 'unnamed'],
    ['q"uo%20te%.txt', 'q"uo%20te%.txt'],
  ])('named %j is kept as %j', async (given, kept) => {
    const { id } = (await (await send(formOf([given, 'x']))).json()) as { id: string };
    expect(await show(id)).toMatchObject({ filename: kept });
  });

  test('with a NUL in its name is stored without it', async () => {
    const call = sendRaw(`${part('nu\0l.txt', 'x')}\r\n--x--\r\n`);
    const { body } = await answerTo(call);
    expect(await show(body.id)).toMatchObject({ filename: 'nul.txt' });
  });

  test('of a form without a chosen file has no file', async () => {
    expect((await send(formOf(['', '']))).status).toBe(400);
  });
});

describe('an upload that fails changes nothing:', () => {
  const refused = async (response: Response) => [response.status, (await response.json()).error?.code];
  /** Everything that is stored, once all requests have ended. */
  const state = async () => {
    await bench.settled();
    return { ...(await bench.remains()), jobs: await jobsIn() };
  };

  test('no file in the form', async () => {
    const before = await state();
    const form = new FormData();
    form.append('note', 'no file here');
    expect(await refused(await send(form))).toEqual([400, 'bad_request']);
    expect(await state()).toEqual(before);
  });

  test('not a form', async () => {
    const before = await state();
    const response = await fetch(`${bench.baseUrl}/api/uploadToDataset/${datasetId}`, {
      method: 'POST',
      headers: { ...bench.asAna, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await refused(response)).toEqual([415, 'unsupported_media_type']);
    expect(await state()).toEqual(before);
  });

  test('an unknown dataset, with any id', async () => {
    const before = await state();
    for (const id of ['018f0000-0000-7000-8000-000000000000', 'no-uuid', '%00']) {
      const url = `${bench.baseUrl}/api/uploadToDataset/${id}`;
      const response = await fetch(url, { method: 'POST', headers: bench.asAna, body: formOf(['x', 'x']) });
      expect(await refused(response)).toEqual([404, 'dataset_not_found']);
    }
    expect(await state()).toEqual(before);
  });

  test('a client that disconnects half-way', async () => {
    const before = await state();
    const receiving = bench.receiving();
    const call = sendRaw(part('half.bin', 'x'.repeat(50_000)), 90_000);
    await receiving;
    call.destroy();
    expect(await state()).toEqual(before);
  });

  test('a client that disconnects in its second file', async () => {
    const before = await state();
    const receiving = bench.receiving();
    const call = sendRaw(`${part('whole.txt', 'whole')}\r\n`, 90_000);
    await receiving;
    const receivingMore = bench.receiving();
    call.write(part('half.bin', 'x'.repeat(50_000)));
    await receivingMore;
    call.destroy();
    expect(await state()).toEqual(before);
  });

  test('a body that ends within a file', async () => {
    const before = await state();
    const { status, body } = await answerTo(sendRaw(part('half.txt', 'half of ')));
    expect([status, body.error.code]).toEqual([400, 'upload_incomplete']);
    expect(await state()).toEqual(before);
  });

  test('a second file that is too large', async () => {
    const before = await state();
    const response = await send(formOf(['ok.txt', 'ok'], ['big.bin', randomBytes(100_001)]));
    expect(await refused(response)).toEqual([413, 'too_large']);
    expect(await state()).toEqual(before);
  });

  test('a far too large file, which still gets its answer', async () => {
    const before = await state();
    const response = await send(formOf(['big.bin', new Uint8Array(20_000_000)]));
    expect(await refused(response)).toEqual([413, 'too_large']);
    expect(await state()).toEqual(before);
  });

  test('a full disk', async () => {
    const before = await state();
    let room = 1;
    bench.breakBlobs({
      write: async (...blob) => (room-- > 0 ? bench.disk.write(...blob) : { unwritten: 'disk_full' }),
    });
    const response = await send(formOf(['fits.txt', 'fits'], ['full.txt', 'does not']));
    expect(await refused(response)).toEqual([507, 'disk_full']);
    expect(await state()).toEqual(before);
  });

  test('jobs that cannot be submitted', async () => {
    const before = await state();
    vi.spyOn(bench.ports.changes, 'filesAdded').mockRejectedValueOnce(new Error('injected'));
    const response = await send(formOf(['a.txt', 'a'], ['b.txt', 'b']));
    expect(await refused(response)).toEqual([500, 'internal']);
    expect(await state()).toEqual(before);
  });
});

test('files without a dataset go to one dataset of their owner, which others do not see', async () => {
  const upload = async (...names: string[]) => {
    const form = new FormData();
    for (const name of names) form.append('File', new Blob(['clay']), name);
    return (await bench.client.fetch('uploadFiles', { query: {} }, { body: form })).json();
  };
  const one = (await upload('clay.txt')) as { id: string };
  const more = (await upload('a.txt', 'b.txt')) as { ids: { id: string }[] };
  const ids = [one.id, ...more.ids.map(({ id }) => id)];
  const files = await Promise.all(ids.map((id) => bench.client.call('showFile', { params: { id } })));
  expect(new Set(files.map((file) => file?.dataset.id)).size).toBe(1);
  expect(files[0]?.dataset.name).toBe('Uploaded without a dataset');
  const ben = bench.as({ kind: 'user', id: 'ben', name: 'Ben', email: 'ben@example.org', role: 'user' });
  await expect(ben.call('showFile', { params: { id: one.id } })).rejects.toMatchObject({ status: 404 });
});

test('files are uploaded to a dataset at the second address, too', async () => {
  const id = await bench.createDataset();
  const form = new FormData();
  form.append('File', new Blob(['clay']), 'clay.txt');
  await bench.client.fetch('uploadDatasetFiles', { params: { id }, query: {} }, { body: form });
  const files = await bench.client.call('listDatasetFiles', { params: { id }, query: {} });
  expect(files).toMatchObject([{ filename: 'clay.txt' }]);
});
