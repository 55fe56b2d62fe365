import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Unzipped, unzip } from '../../datasets/archive/unzip.builder.ts';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

const MIB = 1024 * 1024;

let bench: DatasetsBench;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterEach(() => bench.restore());
afterAll(() => bench.close());

const download = (id: string, query = {}, client = bench.client) =>
  client.fetch('downloadDataset', { params: { id }, query });
/** The error of fetch for an answer that is cut off. */
const BROKEN_OFF = 'terminated';
const readToEnd = async (id: string) => (await download(id)).arrayBuffer();
const filesOf = async (response: Response): Promise<Unzipped[]> =>
  unzip(Buffer.from(await response.arrayBuffer()));
const textsOf = async (response: Response): Promise<string[][]> =>
  (await filesOf(response)).map(({ name, bytes }) => [name, bytes.toString()]);

describe('the download of a dataset', () => {
  test('is a zip archive of its files with different names', async () => {
    const id = await bench.createDataset('Prärie / soils');
    await bench.upload(id, 'one', 'Größe 數.txt');
    await bench.upload(id, 'two', 'a.txt');
    const third = await bench.upload(id, 'three', 'a.txt');
    await bench.upload(id, '', 'empty');
    const response = await download(id);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=soils.zip');
    expect(await textsOf(response)).toEqual([
      ['Größe 數.txt', 'one'],
      ['a.txt', 'two'],
      [`a_${third}.txt`, 'three'],
      ['empty', ''],
    ]);
  });

  test('of an empty dataset is an empty archive', async () => {
    expect(await filesOf(await download(await bench.createDataset()))).toEqual([]);
  });

  test('compresses as requested', async () => {
    const id = await bench.createDataset();
    await bench.upload(id, 'a'.repeat(MIB), 'a.txt');
    const [stored, packed] = await Promise.all(
      [{ compression: 0 }, {}].map(
        async (query) => (await (await download(id, query)).arrayBuffer()).byteLength,
      ),
    );
    expect(stored).toBeGreaterThan(MIB);
    expect(packed).toBeLessThan(MIB / 100);
  });

  test('is allowed for a job of this dataset only', async () => {
    const id = await bench.createDataset();
    const { client } = await bench.startJob(id);
    expect(await filesOf(await download(id, {}, client))).toEqual([]);
    await expect(download(await bench.createDataset(), {}, client)).rejects.toMatchObject({
      code: 'dataset_not_found',
    });
  });

  test('gives its headers without reading anything', async () => {
    const id = await bench.createDataset();
    await bench.upload(id, 'one');
    bench.breakBlobs({ open: () => Promise.reject(new Error('read for nothing')) });
    const response = await fetch(`${bench.baseUrl}/api/datasets/${id}/download`, {
      method: 'HEAD',
      headers: bench.asAna,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  });
});

test('a bag has a checksum of everything in it', async () => {
  const id = await bench.createDataset('Soils');
  await bench.upload(id, 'one', 'a.txt');
  await bench.upload(id, 'twoo', '100%.txt');
  const files = new Map(
    (await filesOf(await download(id, { bagit: 'true' }))).map((file) => [file.name, file.bytes]),
  );
  const text = (name: string) => files.get(`Soils/${name}`)?.toString();
  const sum = (bytes = '') => createHash('sha256').update(bytes).digest('hex');

  expect([...files.keys()].toSorted()).toEqual([
    'Soils/bag-info.txt',
    'Soils/bagit.txt',
    'Soils/data/100%.txt',
    'Soils/data/a.txt',
    'Soils/manifest-sha256.txt',
    'Soils/tagmanifest-sha256.txt',
  ]);
  expect(text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  expect(text('bag-info.txt')).toContain('Payload-Oxum: 7.2\n');
  expect(text('manifest-sha256.txt')).toBe(`${sum('one')}  data/a.txt\n${sum('twoo')}  data/100%25.txt\n`);
  expect(text('tagmanifest-sha256.txt')).toBe(
    ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt']
      .map((name) => `${sum(text(name))}  ${name}\n`)
      .join(''),
  );
});

describe('an archive is cut off with an error', () => {
  const withTwoFiles = async () => {
    const id = await bench.createDataset();
    await bench.upload(id, 'one', 'a.txt');
    await bench.upload(id, 'two', 'b.txt');
    return id;
  };

  test('if the bytes of a file are missing', async () => {
    const id = await withTwoFiles();
    let opened = 0;
    bench.breakBlobs({
      open(key) {
        opened += 1;
        return opened === 2 ? Promise.reject(new Error('no such blob')) : bench.disk.open(key);
      },
    });
    await expect(readToEnd(id)).rejects.toThrow(BROKEN_OFF);
    expect(opened).toBe(2);
  });

  test('if there are fewer bytes than stored', async () => {
    const id = await withTwoFiles();
    bench.breakBlobs({ open: async () => Readable.from([Buffer.from('o')]) });
    await expect(readToEnd(id)).rejects.toThrow(BROKEN_OFF);
  });

  test('if reading them fails half-way', async () => {
    const id = await withTwoFiles();
    bench.breakBlobs({
      open: async () =>
        new Readable({
          read() {
            this.destroy(new Error('disk failed'));
          },
        }),
    });
    await expect(readToEnd(id)).rejects.toThrow(BROKEN_OFF);
  });
});

test('reading stops when the client disconnects', async () => {
  const id = await bench.createDataset();
  for (const name of ['a', 'b']) await bench.upload(id, 'x', name);
  await bench.ports.db
    .updateTable('files')
    .set({ size_bytes: 1024 * MIB })
    .where('dataset_id', '=', id)
    .execute();
  let read = 0;
  const opened: Readable[] = [];
  bench.breakBlobs({
    async open() {
      const endless = new Readable({
        read() {
          read += MIB;
          this.push(Buffer.alloc(MIB, opened.length));
        },
      });
      opened.push(endless);
      return endless;
    },
  });

  const call = get(`${bench.baseUrl}/api/datasets/${id}/download?compression=0`, { headers: bench.asAna });
  const [response] = await once(call, 'response');
  await once(response, 'readable');
  const closed = Promise.all(opened.map((bytes) => once(bytes, 'close')));
  response.destroy();
  await closed;
  expect(opened).toHaveLength(1);
  expect(read).toBeLessThan(64 * MIB);
});
