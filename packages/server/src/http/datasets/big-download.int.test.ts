import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

const MIB = 1024 * 1024;
const FILES = 4;
const SIZE = 64 * MIB;

let bench: DatasetsBench;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterAll(() => bench.close());

test('archiving 256 MiB does not fill the memory', { timeout: 300_000 }, async () => {
  const id = await bench.createDataset();
  for (let n = 0; n < FILES; n += 1) await bench.upload(id, 'x', `${n}.bin`);
  await bench.ports.db.updateTable('files').set({ size_bytes: SIZE }).where('dataset_id', '=', id).execute();
  const block = Buffer.alloc(MIB, 'A line of a very long file.\n');
  bench.breakBlobs({
    open: async () =>
      Readable.from(
        (function* () {
          for (let sent = 0; sent < SIZE; sent += MIB) yield block;
        })(),
      ),
  });

  const response = await bench.client.fetch('downloadDataset', { params: { id }, query: { compression: 0 } });
  const before = process.memoryUsage.rss();
  let most = before;
  let received = 0;
  for await (const chunk of response.body ?? []) {
    received += chunk.length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  expect(received).toBeGreaterThan(FILES * SIZE);
  expect((most - before) / MIB).toBeLessThan(150);
});
