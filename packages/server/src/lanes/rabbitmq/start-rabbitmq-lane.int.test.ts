import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_EXCHANGE } from '@pawprint/protocol';
import { createVirtualHost, startTestServer } from '@pawprint/testing';
import { type Channel, connect } from 'amqplib';
import { v4 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { resolveConfig } from '../../config/config.ts';
import { setDispatchPaused } from '../../extractors/enable-extractor.ts';
import { ANA, createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
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

test('jobs of a paused extractor wait over a restart, and are each published once when it is resumed', async () => {
  const { bench, channel, start } = await prepare();
  await bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();
  await channel.assertQueue(WORD_COUNT, { durable: true });
  const sentBefore = await bench.submit();
  const depth = async () => (await channel.checkQueue(WORD_COUNT)).messageCount;
  const setPaused = (paused: boolean) =>
    setDispatchPaused(bench, OPERATOR, WORD_COUNT, { paused, reason: null });
  const first = await start();
  await expect.poll(depth).toBe(1);

  await setPaused(true);
  const held = [await bench.submit(), await bench.submit()];
  await first.stop();
  const second = await start();
  // A pass over all extractors, in which another one gets its job.
  await bench.db.insertInto('extractors').values(anotherExtractor(OTHER)).execute();
  await channel.assertQueue(OTHER, { durable: true });
  await bench.submit({ extractor: OTHER });
  await expect.poll(async () => (await channel.checkQueue(OTHER)).messageCount).toBe(1);
  expect(await depth()).toBe(1);
  const reasons = await bench.readReasons(await Promise.all(held.map((id) => bench.job(id))), bench.now());
  for (const id of held)
    expect(reasons(await bench.job(id))).toMatchObject({ code: 'dispatch_paused', facts: { by: ANA.name } });

  await setPaused(false);
  await expect.poll(depth).toBe(3);
  await second.stop();
  const messages = [1, 2, 3].map(() => channel.get(WORD_COUNT, { noAck: true }));
  const ids = (await Promise.all(messages)).map((one) => one && JSON.parse(one.content.toString()).job_id);
  expect(ids).toHaveLength(1 + held.length);
  expect(new Set(ids)).toEqual(new Set([sentBefore, ...held]));
  expect(await channel.get(WORD_COUNT, { noAck: true })).toBe(false);
});

const OPERATOR = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'admin' } as const;
const OTHER = 'image-preview';

const anotherExtractor = (name: string) => ({
  name,
  id: v4(),
  version: '1.0',
  info: '{}',
  enabled: true,
  queue: name,
  first_seen_at: new Date(0),
  updated_at: new Date(0),
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

test('a server does not start with a file of certificates that it cannot read', async () => {
  const files = { RABBITMQ_URI: 'amqps://localhost:5671/', RABBITMQ_CA: '/nowhere/ca.pem' };
  await expect(startTestServer(files)).rejects.toThrow(
    /^RabbitMQ cannot be connected to\. The file of the broker's authority cannot be read: ENOENT/,
  );
});
