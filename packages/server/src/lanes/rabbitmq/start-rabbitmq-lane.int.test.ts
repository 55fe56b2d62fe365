import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVirtualHost } from '@pawprint/testing';
import { connect } from 'amqplib';
import { expect, onTestFinished, test } from 'vitest';
import { resolveConfig } from '../../config/config.ts';
import { createJobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { startServer } from '../../start-server.ts';

test('a job held since before the start is dispatched once the server listens, with its address', async () => {
  const bench = await createJobsBench();
  onTestFinished(() => bench.close());
  const host = await createVirtualHost();
  onTestFinished(() => host.delete());
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-dispatch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();
  const id = await bench.submit();
  const model = await connect(host.url);
  onTestFinished(() => model.close());
  const channel = await model.createChannel();
  await channel.assertQueue(WORD_COUNT, { durable: true });

  const resolved = resolveConfig({
    PAWPRINT_PORT: '0',
    PAWPRINT_SAMPLE_EXTRACTORS: 'off',
    PAWPRINT_DATA_DIR: folder,
    DATABASE_URL: bench.url,
    RABBITMQ_URI: host.url,
  });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const server = await startServer(resolved.config);
  onTestFinished(() => server.stop());
  await expect.poll(async () => (await channel.checkQueue(WORD_COUNT)).messageCount).toBe(1);
  const message = await channel.get(WORD_COUNT, { noAck: true });
  // Port 0 is replaced by a real one only when the server listens.
  expect(message && JSON.parse(message.content.toString())).toMatchObject({
    job_id: id,
    host: server.publicUrl,
  });
  expect(new URL(server.publicUrl).port).not.toBe('0');
});
