import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_EXCHANGE } from '@pawprint/protocol';
import { createVirtualHost } from '@pawprint/testing';
import { type Channel, connect } from 'amqplib';
import { expect, onTestFinished, test } from 'vitest';
import { resolveConfig } from '../../config/config.ts';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { type RunningServer, startServer } from '../../start-server.ts';

interface Setting {
  readonly bench: JobsBench;
  readonly channel: Channel;
  /** Starts a server on the bench's database and the channel's broker. */
  readonly start: () => Promise<RunningServer>;
}

const prepare = async (): Promise<Setting> => {
  const bench = await createJobsBench();
  onTestFinished(() => bench.close());
  const host = await createVirtualHost();
  onTestFinished(() => host.delete());
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-dispatch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const model = await connect(host.url);
  onTestFinished(() => model.close());
  return {
    bench,
    channel: await model.createChannel(),
    async start() {
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
      return server;
    },
  };
};

test('a job held since before the start is dispatched once the server listens, with its address', async () => {
  const { bench, channel, start } = await prepare();
  await bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();
  const id = await bench.submit();
  await channel.assertQueue(WORD_COUNT, { durable: true });
  const server = await start();
  await expect.poll(async () => (await channel.checkQueue(WORD_COUNT)).messageCount).toBe(1);
  const message = await channel.get(WORD_COUNT, { noAck: true });
  // Port 0 is replaced by a real one only when the server listens.
  expect(message && JSON.parse(message.content.toString())).toMatchObject({
    job_id: id,
    host: server.publicUrl,
  });
  expect(new URL(server.publicUrl).port).not.toBe('0');
});

test('a cancel that a killed server did not announce is announced by the next', async () => {
  const { bench, channel, start } = await prepare();
  const id = await bench.submit();
  await bench.db
    .updateTable('jobs')
    .set({ state: 'RUNNING', lane: 'rabbitmq', flags: ['cancel_requested'], last_event_at: new Date() })
    .where('id', '=', id)
    .execute();
  await channel.assertExchange(CONTROL_EXCHANGE, 'fanout', { durable: true });
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, CONTROL_EXCHANGE, '');
  const announced: unknown[] = [];
  await channel.consume(queue, (message) => announced.push(JSON.parse(String(message?.content))), {
    noAck: true,
  });
  await start();

  await expect.poll(() => announced).toContainEqual({ type: 'cancel', job_id: id });
});
