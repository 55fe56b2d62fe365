import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

const MIB = 1024 * 1024;
const SIZE = 2 * 1024 * MIB;

let bench: DatasetsBench;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterAll(() => bench.close());

test('uploading and downloading 2 GiB does not fill the memory', { timeout: 300_000 }, async () => {
  const datasetId = await bench.createDataset();
  const block = Buffer.alloc(MIB, 'A line of a very long file.\n');
  const head = `--x\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n`;
  const tail = '\r\n--x--\r\n';
  const call = request(`${bench.baseUrl}/api/uploadToDataset/${datasetId}?extract=false`, {
    method: 'POST',
    headers: {
      ...bench.asAna,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': head.length + SIZE + tail.length,
    },
  });
  const answered = once(call, 'response');

  const before = process.memoryUsage.rss();
  let most = before;
  const sample = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };

  call.write(head);
  for (let sent = 0; sent < SIZE; sent += MIB) {
    if (!call.write(block)) await once(call, 'drain');
    sample();
  }
  call.end(tail);
  const [response] = await answered;
  const { id } = JSON.parse(Buffer.concat(await response.toArray()).toString());
  expect(await bench.client.call('showFile', { params: { id } })).toMatchObject({ size_bytes: SIZE });

  const download = await bench.client.fetch('downloadFile', { params: { id } });
  let received = 0;
  for await (const chunk of download.body ?? []) {
    received += chunk.length;
    sample();
  }
  expect(received).toBe(SIZE);
  expect((most - before) / MIB).toBeLessThan(150);
});
