import { createSignal, createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExtractor } from '../../extractor.ts';
import { fail, retryLater, skip, succeed } from '../../job/job.ts';
import { CancelledError } from '../../job/stop-reason.ts';
import { clowderMessage } from './message.builder.ts';
import { newQueue, runOnBroker } from './running-on-broker.builder.ts';

let host: VirtualHost;
beforeAll(async () => {
  host = await createVirtualHost();
});
afterAll(() => host.delete());

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('a job is started, reported on and ended as by pyClowder', async () => {
  const { peer, queue } = await runOnBroker(host.url, (_, ctx) => {
    ctx.progress(0.5, 'half');
    ctx.log.info('a line');
    return succeed('2 lines');
  });
  await peer.send(queue, clowderMessage({ attempt: 1 }), { correlationId: 'c-7' });
  await peer.until(() => peer.reported().at(-1) === 'done');

  expect(peer.reported()).toEqual(['start', 'processing', 'processing', 'done']);
  expect(peer.reports.map(({ body }) => body.message)).toEqual([
    'Started processing.',
    'half',
    'a line',
    '2 lines',
  ]);
  for (const { body, properties } of peer.reports) {
    expect(body).toMatchObject({
      extractor_id: queue,
      file_id: 'file-1',
      job_id: '5fc8f00000000000000000ab',
    });
    expect(properties).toMatchObject({
      correlationId: 'c-7',
      deliveryMode: 2,
      headers: { 'x-pawprint-version': '1.0.0', 'x-pawprint-attempt': 1 },
    });
  }
  expect(new Set(peer.reports.map(({ properties }) => properties.messageId)).size).toBe(4);
  expect(await peer.ready(queue)).toBe(0);
  expect(await peer.failed(queue)).toEqual([]);
});

test('heartbeats describe the instance, their interval, and its stop', async () => {
  const { peer, queue, stop } = await runOnBroker(host.url, () => undefined, {
    options: { heartbeatSeconds: 60 },
  });
  await stop();
  await peer.until(() => peer.heartbeats.length === 2);
  const [first, last] = peer.heartbeats;
  expect(first?.body).toMatchObject({
    queue,
    owner: '',
    extractor_info: { name: queue, version: '1.0.0', process: { file: ['*'] }, contexts: [] },
  });
  expect(first?.headers).toMatchObject({ 'x-pawprint-interval-ms': 60_000 });
  expect(first?.headers).not.toHaveProperty('x-pawprint-stopping');
  expect(last?.headers).toMatchObject({ 'x-pawprint-stopping': 'true' });
  expect(last?.body.id).toBe(first?.body.id);
});

test("a private extractor gets its owner's jobs from its own queue", async () => {
  const name = newQueue();
  const { peer } = await runOnBroker(host.url, () => undefined, {
    name,
    options: { rabbitmq: { extractorKey: 'k1', ownerEmail: 'ada@example.org' } },
  });
  await peer.send(`private.k1.${name}`, clowderMessage());
  await peer.until(() => peer.reported().at(-1) === 'done');
  expect(peer.reports[0]?.body.extractor_id).toBe(name);
  expect(peer.heartbeats[0]?.body).toMatchObject({
    queue: `private.k1.${name}`,
    owner: 'ada@example.org',
    extractor_info: { unique_key: 'k1' },
  });
});

test('a skip is followed by done', async () => {
  const { peer, queue } = await runOnBroker(host.url, () => skip('not a table'));
  await peer.send(queue, clowderMessage());
  await peer.until(() => peer.reported().at(-1) === 'done');
  expect(peer.reported()).toEqual(['start', 'skip', 'done']);
  expect(peer.reports[1]?.body.message).toBe('not a table');
});

test('a failed job leaves its message in the error queue, with the reason and without its credential', async () => {
  const { peer, queue } = await runOnBroker(host.url, () =>
    fail('401 for http://h/api/files/f1?key=credential-of-job-1'),
  );
  await peer.send(queue, clowderMessage(), { correlationId: 'c-8' });
  await peer.until(() => peer.reported().at(-1) === 'error');
  expect(peer.reports.at(-1)?.body.message).toBe('401 for http://h/api/files/f1?key=***');
  await expect.poll(() => peer.ready(`error.${queue}`)).toBe(1);
  const [message] = await peer.failed(queue);
  expect(JSON.parse(String(message?.content))).toEqual(clowderMessage());
  expect(message?.properties).toMatchObject({
    correlationId: 'c-8',
    replyTo: 'clowder.reply',
    headers: { 'x-pawprint-reason': '401 for http://h/api/files/f1?key=***' },
  });
});

test('a job that is put back is tried again under its own name, up to the limit', async () => {
  const attempts: number[] = [];
  const { peer, queue } = await runOnBroker(
    host.url,
    (job) => {
      attempts.push(job.attempt);
      return retryLater('busy');
    },
    { options: { rabbitmq: { maxRetries: 2 } } },
  );
  await peer.send(queue, clowderMessage({ attempt: 1 }), { messageId: 'm-9', correlationId: 'c-9' });
  await peer.until(() => peer.reported().includes('error'));

  expect(attempts).toEqual([1, 2, 3]);
  expect(peer.reported()).toEqual(['start', 'retry', 'start', 'retry', 'start', 'error']);
  expect(peer.reports.map(({ properties }) => properties.headers?.['x-pawprint-attempt'])).toEqual([
    1, 1, 2, 2, 3, 3,
  ]);
  expect(new Set(peer.reports.map(({ properties }) => properties.correlationId))).toEqual(new Set(['c-9']));
  expect(peer.reports.at(-1)?.body.message).toBe('busy (given up after 2 retries)');
  await expect.poll(() => peer.ready(`error.${queue}`)).toBe(1);
  const [message] = await peer.failed(queue);
  expect(JSON.parse(String(message?.content))).toMatchObject({ retry_count: 2 });
  expect(message?.properties.messageId).toBe('m-9');
});

test('an unusable message goes to the error queue, and the next one is processed', async () => {
  const { peer, queue, log } = await runOnBroker(host.url, () => undefined);
  await peer.send(queue, Buffer.from('no JSON, key=s3cret'));
  await peer.send(queue, [1, 2]);
  await peer.send(queue, clowderMessage({ host: undefined }));
  await peer.send(queue, clowderMessage({ id: undefined }));
  await peer.send(queue, clowderMessage());
  await peer.until(() => peer.reported().at(-1) === 'done');

  await expect.poll(() => peer.ready(`error.${queue}`)).toBe(4);
  const reasons = (await peer.failed(queue)).map(
    ({ properties }) => properties.headers?.['x-pawprint-reason'],
  );
  expect(reasons).toEqual([
    'it is no JSON object',
    'it is no JSON object',
    'it has no usable host',
    'it has no usable id',
  ]);
  expect(log.filter((line) => line.includes("can't be used"))).toHaveLength(4);
  expect(log.join()).not.toMatch(/s3cret|credential-of-job-1/);
});

test('a cancel aborts the handler of that job only', async () => {
  let reason: unknown;
  const started = createSignal();
  const released = createSignal();
  let running = 0;
  const { peer, queue } = await runOnBroker(
    host.url,
    async (job, ctx) => {
      running += 1;
      if (running === 2) started.give();
      if (job.id === 'job-b') return released.given;
      await untilAborted(ctx.signal).finally(() => {
        reason = ctx.signal.reason;
      });
    },
    { concurrency: 2 },
  );
  await peer.send(queue, clowderMessage({ jobid: 'job-a' }));
  await peer.send(queue, clowderMessage({ jobid: 'job-b' }));
  await started.given;
  await peer.cancel('job-a');
  await peer.until(() => peer.reported().includes('done'));
  expect(reason).toBeInstanceOf(CancelledError);
  const answers = peer.reports.filter(({ body }) => body.job_id === 'job-a');
  expect(answers.at(-2)?.body.message_type).toBe('StatusMessage.skip');
  expect(answers.at(-2)?.properties.headers).toMatchObject({ 'x-pawprint-cancelled': 'true' });
  released.give();
  await peer.until(() => peer.reports.at(-1)?.body.job_id === 'job-b' && peer.reported().at(-1) === 'done');
});

test('no more jobs run at once than there is room for', async () => {
  const full = createSignal();
  const released = createSignal();
  let running = 0;
  let most = 0;
  const { peer, queue } = await runOnBroker(
    host.url,
    async () => {
      running += 1;
      most = Math.max(most, running);
      if (running === 2) full.give();
      await released.given;
      running -= 1;
    },
    { concurrency: 2 },
  );
  for (const jobid of ['a', 'b', 'c']) await peer.send(queue, clowderMessage({ jobid }));
  await full.given;
  expect(await peer.ready(queue)).toBe(1);
  released.give();
  await peer.until(() => peer.reported().filter((member) => member === 'done').length === 3);
  expect(most).toBe(2);
});

test('a stopping instance puts its unfinished job back for the next one', async () => {
  const started = createSignal();
  const first = await runOnBroker(host.url, async (_, ctx) => {
    started.give();
    await untilAborted(ctx.signal);
  });
  await first.peer.send(first.queue, clowderMessage({ attempt: 1 }));
  await started.given;
  await first.stop();
  const second = await runOnBroker(host.url, () => succeed('done'), { name: first.queue });
  await second.peer.until(
    () => second.peer.reported().includes('done') || first.peer.reported().includes('done'),
  );

  const reports = [...first.peer.reports, ...second.peer.reports].map(({ body, properties }) => [
    body.message_type,
    properties.headers?.['x-pawprint-attempt'],
  ]);
  expect(reports).toEqual(
    expect.arrayContaining([
      ['StatusMessage.start', 1],
      ['StatusMessage.retry', 1],
      ['StatusMessage.start', undefined],
      ['StatusMessage.done', undefined],
    ]),
  );
  expect(await second.peer.failed(first.queue)).toEqual([]);
});

test('an instance that never reached a broker can be stopped', async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const extractor = createExtractor({
    name: 'test.alone',
    version: '1',
    process: {},
    handle: () => undefined,
  });
  const running = extractor.run({
    rabbitmq: { uri: 'amqp://ada:s3cret@127.0.0.1:9/%2f' },
    handleSignals: false,
    log: { info: write, warn: write, error: write },
  });
  await expect.poll(() => lines.join()).toContain('RabbitMQ is away');
  await extractor.stop();
  await running;
  expect(lines.join()).not.toContain('s3cret');
});
