import {
  createClient,
  type Event,
  followJobs,
  type Job,
  type LiveStream,
  parseAnswer,
} from '@pawprint/protocol';
import { createCuttableProxy, followUntil } from '@pawprint/testing';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  createJobServerBench,
  type JobServerBench,
  startJobServer,
} from '../http/jobs/job-server.builder.ts';
import { ANA, aReport } from '../jobs/jobs.builder.ts';
import { writeNotification } from '../store/notifications/notifications.ts';
import { startLive } from './live-jobs.ts';

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench(['word-count', 'image-preview']);
});
afterAll(() => bench.close());

/** Resolves when the condition holds for a job that the stream has delivered. */
const jobThat = (
  query: Parameters<typeof followUntil>[1],
  holds: (job: Job) => boolean,
  client = bench.server.client,
) => followUntil(client, query, (jobs) => [...jobs.values()].some(holds));

/** Reads a stream until its text matches. */
const readUntil = async (response: Response, wanted: RegExp): Promise<string> => {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!wanted.test(text)) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) throw new Error(`the stream ended after: ${text}`);
    text += chunk.value;
  }
  await reader?.cancel();
  return text;
};

test('a stream begins with its position', async () => {
  await bench.submit();
  await bench.server.live.feed.catchUp();
  const response = await bench.server.client.fetch('streamJobs', {});
  const text = await readUntil(response, /position\n/);

  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  expect(text).toMatch(/^retry: 1000\n: hello\n\n/);
});

test('a change of a job is sent with its seq as id', async () => {
  const response = await bench.server.client.fetch('streamJobs', {});
  const id = await bench.submit();
  const text = await readUntil(response, /event: job\n.*\n.*\n\n/);
  const { lastSeq } = await bench.job(id);

  expect(text).toContain(`event: job\nid: ${lastSeq}\ndata: {"id":"${id}"`);
});

test('a stream has only the jobs of its filter', async () => {
  const received: Job[] = [];
  const stream = followJobs(
    bench.server.client,
    { extractor: 'image-preview', after: 0 },
    { onJob: (job) => received.push(job) },
  );
  await bench.submit();
  const id = await bench.submit({ extractor: 'image-preview' });
  await jobThat({ extractor: 'image-preview' }, (job) => job.id === id);
  const last = await bench.submit({ extractor: 'image-preview' });
  await jobThat({}, (job) => job.id === last);
  stream.close();

  expect(new Set(received.map((job) => job.extractor))).toEqual(new Set(['image-preview']));
});

test('changes by one server are sent by another on the same database', async () => {
  const other = await startJobServer(bench);
  const followed = jobThat({}, (job) => job.state === 'RUNNING', other.client);
  await bench.submit();
  await bench.claim();
  expect(await followed).toBeInstanceOf(Map);
  await other.stop();
});

test('a stream cut repeatedly delivers every event once', async () => {
  const proxy = await createCuttableProxy(bench.server.url);
  const client = createClient({ baseUrl: proxy.url, key: 'any', parseAnswer });
  const id = await bench.submit({ extractor: 'image-preview', priority: 9 });
  const attempt = await bench.claim('image-preview');
  const events: Event[] = [];
  const states: string[] = [];
  let stream: LiveStream | undefined;
  const ended = new Promise<void>((resolve) => {
    const onEvent = (event: Event): void => {
      events.push(event);
      if (event.kind === 'SUCCEEDED') resolve();
    };
    stream = followJobs(
      client,
      { job_id: id, after: 0 },
      { onEvent, onJob: (job) => states.push(job.state) },
    );
  });
  for (let round = 0; round < 5; round += 1) {
    await attempt.report(
      ...Array.from({ length: 3 }, (_, n) => aReport('LOG', { message: `${round}.${n}` })),
    );
    proxy.cut();
    await attempt.report(aReport('LOG', { message: `${round} while cut` }));
    proxy.mend();
  }
  await attempt.report(aReport('SUCCEEDED'));
  await ended;
  stream?.close();
  await proxy.close();

  const stored = await bench.events(id);
  expect(events.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq));
  expect(states.at(-1)).toBe('SUCCEEDED');
});

test('a resumed list has the last state of every job, each change once', async () => {
  const seen: string[] = [];
  const one = await bench.submit();
  await jobThat({}, (job) => job.id === one);
  const { lastSeq } = await bench.job(one);
  const missed = [await bench.submit(), await bench.submit()];
  const response = await bench.server.client.fetch('streamJobs', {
    headers: { 'last-event-id': `${lastSeq}` },
  });
  const next = await bench.submit();
  const text = await readUntil(response, new RegExp(`"id":"${next}".*\n\n`));
  for (const match of text.matchAll(/data: \{"id":"([^"]+)"/g)) seen.push(match[1] ?? '');

  expect(seen).toEqual([...missed, next]);
});

test('after a broken database connection missed changes are delivered', async () => {
  const response = await bench.server.client.fetch('streamJobs', {});
  await readUntil(await bench.server.client.fetch('streamJobs', {}), /position\n/);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'pawprint live' and datname = current_database()`.execute(bench.db);
  const id = await bench.submit();

  expect(await readUntil(response, new RegExp(id))).toContain(id);
});

test('a notification is announced on the streams of its person alone, whatever they follow', async () => {
  const caller = { kind: 'user', id: 'ben', name: 'Ben', email: 'ben@example.org', role: 'user' } as const;
  const other = await startJobServer(bench, { caller });
  onTestFinished(() => other.stop());
  const followed = await bench.submit();
  const ofAna = await bench.server.client.fetch('streamJobs', { query: { job_id: followed } });
  const ofBen = await other.client.fetch('streamJobs', {});
  const now = bench.now();
  const notification = {
    id: v7(),
    userId: ANA.id,
    watchId: null,
    subject: { type: 'alert', id: v7(), name: 'word-count: no instance' },
    counts: {},
    isOver: false,
    jobIds: [],
    reason: null,
    target: null,
    createdAt: now,
    changedAt: now,
    readAt: null,
  } as const;
  await bench.db.transaction().execute((trx) => writeNotification(trx, notification));
  expect(await readUntil(ofAna, /event: notified\n.*\n\n/)).toContain('event: notified\ndata: {}\n\n');
  const later = await bench.submit();
  expect(await readUntil(ofBen, new RegExp(later))).not.toContain('notified');
});

/** Live updates whose connection a test can break, and the changes that they deliver. */
const startBreakableLive = async () => {
  const proxy = await createCuttableProxy(bench.url);
  const warnings: string[] = [];
  const live = await startLive({
    ...bench,
    databaseUrl: proxy.url,
    log: { info: () => undefined, warn: (message) => warnings.push(message) },
    onError: (error) => {
      throw error;
    },
  });
  const passedOn = new Set<string>();
  live.feed.follow({ receive: ({ jobs }) => jobs.forEach(({ id }) => passedOn.add(id)) });
  onTestFinished(async () => {
    await live.stop();
    await proxy.close();
  });
  await expect.poll(() => live.check()).toEqual({ ok: true });
  return { live, proxy, warnings, passedOn };
};

test('without a connection the check fails and changes are polled', async () => {
  const { live, proxy, passedOn } = await startBreakableLive();
  proxy.cut();
  await expect.poll(() => live.check().ok).toBe(false);
  const missed = await bench.submit();
  await expect.poll(() => passedOn).toContain(missed);
  expect(live.check()).toMatchObject({ ok: false, reason: expect.stringContaining('no connection') });

  proxy.mend();
  await expect.poll(() => live.check()).toEqual({ ok: true });
});

test('a connection that stopped answering is replaced', async () => {
  const { live, proxy, warnings, passedOn } = await startBreakableLive();
  proxy.mute();
  await expect.poll(() => warnings).toEqual([expect.stringContaining('no answer from the database')]);
  await expect.poll(() => live.check()).toEqual({ ok: true });
  const id = await bench.submit();
  await expect.poll(() => passedOn).toContain(id);
});

test('streams end when their server stops', async () => {
  const other = await startJobServer(bench);
  const response = await other.client.fetch('streamJobs', {});
  await other.stop();

  expect(await response.text()).toMatch(/position/);
});
