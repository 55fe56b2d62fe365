import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSignal, type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { retryLater, succeed } from '../../job/job.ts';
import { connectPeer } from './broker-peer.builder.ts';
import { clowderMessage } from './message.builder.ts';
import { newQueue, runOnBroker } from './running-on-broker.builder.ts';

let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
}, 120_000);
afterAll(() => broker.close());

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const startStuck = (queue: string): ChildProcess => {
  const runner = source('../../../../testing/src/run-from-sources.mjs');
  const child = spawn(process.execPath, [runner, source('./stuck-extractor.builder.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PAWPRINT_URL: '', RABBITMQ_URI: broker.url, RABBITMQ_QUEUE: queue },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

/** A handler that holds its job until the test lets it go on, and counts how often it began. */
const heldHandler = () => {
  const started = createSignal();
  const released = createSignal();
  const begun = { times: 0 };
  const handle = async () => {
    begun.times += 1;
    started.give();
    await released.given;
    return succeed('all done');
  };
  return { handle, started: started.given, release: () => released.give(), begun };
};

test('the job of a killed process is run by another instance', async () => {
  const queue = newQueue();
  const peer = await connectPeer(broker.url);
  onTestFinished(() => peer.close());
  const stuck = startStuck(queue);
  await peer.until(() => peer.heartbeats.length > 0);
  await peer.send(queue, clowderMessage({ attempt: 1 }));
  await peer.until(() => peer.reported().includes('start'));
  stuck.kill('SIGKILL');
  await once(stuck, 'exit');
  await peer.close();

  const { peer: later } = await runOnBroker(broker.url, () => succeed('done'), { name: queue });
  await later.until(() => later.reported().includes('done'));
  expect(peer.reported()).toEqual(['start']);
  expect(later.reported()).toEqual(['start', 'done']);
  expect(later.reports[0]?.body.job_id).toBe('5fc8f00000000000000000ab');
  expect(later.reports[0]?.properties.headers).not.toHaveProperty('x-pawprint-attempt');
}, 120_000);

test('a job goes on and ends once while the broker restarts', async () => {
  const { handle, started, release, begun } = heldHandler();
  const { peer, queue, log } = await runOnBroker(broker.url, handle);
  await peer.send(queue, clowderMessage({ attempt: 1 }));
  await started;
  await broker.stop();
  await broker.start();
  await expect
    .poll(() => log.filter((line) => line.includes('connected')), { timeout: 60_000 })
    .toHaveLength(2);
  const later = await connectPeer(broker.url);
  onTestFinished(() => later.close());
  release();
  await later.until(() => later.reported().includes('done'));

  expect(begun.times).toBe(1);
  expect(later.reports.at(-1)).toMatchObject({
    body: { message: 'all done' },
    properties: { headers: { 'x-pawprint-attempt': 1 } },
  });
  await expect.poll(() => later.ready(queue)).toBe(0);
  expect(log.filter((line) => line.includes('is away'))).toHaveLength(1);
}, 180_000);

test('a job that ends while the broker is down is reported later, once', async () => {
  const { handle, started, release, begun } = heldHandler();
  const { peer, queue } = await runOnBroker(broker.url, handle);
  await peer.send(queue, clowderMessage());
  await started;
  await broker.kill();
  release();
  await broker.start();
  const later = await connectPeer(broker.url);
  onTestFinished(() => later.close());
  await later.until(() => later.reported().includes('done'));

  await later.send(queue, clowderMessage({ jobid: 'next' }), { correlationId: 'c-next' });
  await later.until(() => later.reports.at(-1)?.body.job_id === 'next' && later.reported().at(-1) === 'done');
  expect(begun.times).toBe(2);
  expect(await later.ready(queue)).toBe(0);
}, 180_000);

test('a job put back while the broker is down is tried again once', async () => {
  const started = createSignal();
  const released = createSignal();
  const attempts: number[] = [];
  const { peer, queue } = await runOnBroker(broker.url, async ({ attempt }) => {
    attempts.push(attempt);
    if (attempts.length > 1) return succeed('done');
    started.give();
    await released.given;
    return retryLater('busy');
  });
  await peer.send(queue, clowderMessage({ jobid: 'put-back' }));
  await started.given;
  await broker.kill();
  released.give();
  await broker.start();
  const later = await connectPeer(broker.url);
  onTestFinished(() => later.close());
  // A broker that was killed delivers reports of earlier jobs again whose acknowledgement was not on its disk yet.
  await later.until(() =>
    later.reports.some(
      ({ body }) => body.job_id === 'put-back' && body.message_type === 'StatusMessage.done',
    ),
  );
  expect(attempts).toHaveLength(2);
  await expect.poll(() => later.ready(queue)).toBe(0);
}, 180_000);
