import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { blobOf } from './context/server-outputs.ts';
import { createRetryingClient } from './retrying-client.ts';

const MEGABYTE = 1024 * 1024;

const sparseFile = async (bytes: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'large.bin');
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
  return path;
};

/** A server that discards what it receives, and measures this process's memory meanwhile. */
const startSink = async () => {
  const seen = { bytes: 0, mostMemory: 0 };
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length;
      seen.mostMemory = Math.max(seen.mostMemory, process.memoryUsage().arrayBuffers);
    });
    request.on('end', () => response.end(JSON.stringify({ id: 'p-1' })));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

test('a large file is uploaded without being held in memory', async () => {
  const path = await sparseFile(256 * MEGABYTE);
  const { seen, url } = await startSink();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports = { log, firstPauseMs: 1, longestPauseMs: 1, callDeadlineMs: 1_000 };
  const client = createRetryingClient(ports, { baseUrl: url, key: 'key' });
  const before = process.memoryUsage().arrayBuffers;
  const answer = await client.upload('uploadPreview', {}, async () => {
    const form = new FormData();
    form.set('File', await blobOf(path, 'image/png'), 'large.png');
    return form;
  });

  expect(answer).toEqual({ id: 'p-1' });
  expect(seen.bytes).toBeGreaterThan(256 * MEGABYTE);
  expect(seen.mostMemory - before).toBeLessThan(128 * MEGABYTE);
}, 60_000);
