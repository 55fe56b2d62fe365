import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport, createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { claimJob } from '../../jobs/leases.ts';
import { createChangeFeed } from '../../live/change-feed.ts';
import { startLive } from '../../live/live-jobs.ts';
import { type ClaimPorts, waitForClaim } from './wait-for-claim.ts';

let bench: JobsBench;
let ports: ClaimPorts & { stop(): Promise<void> };
beforeAll(async () => {
  bench = await createJobsBench([WORD_COUNT, 'image-preview']);
  const live = await startLive({ ...bench, databaseUrl: bench.url, onError: failTest });
  ports = { ...bench, feed: live.feed, stop: () => live.stop() };
});
afterAll(async () => {
  await ports.stop();
  await bench.close();
});

const failTest = (error: unknown): never => {
  throw error;
};

const claimant = { extractor: WORD_COUNT, instanceId: 'i-1', version: '1.0' };
const never = new AbortController().signal;
const LONG_MS = 30_000;

/** Resolves once the claim has looked in vain and waits. */
const waiting = async (gone: AbortSignal = never) => {
  const follow = ports.feed.follow;
  const claim = waitForClaim(
    { ...ports, feed: { stopped: ports.feed.stopped, follow } },
    claimant,
    LONG_MS,
    gone,
  );
  await bench.db.selectFrom('jobs').select('id').limit(1).execute();
  return { claim };
};

test('a job that is submitted while an instance waits is handed to it', async () => {
  const { claim } = await waiting();
  const id = await bench.submit();

  expect(await claim).toMatchObject({ job: { facts: { id } }, lease: { attempt: 1 } });
});

test('a job of another extractor wakes nobody, and a queue full of waiting instances gets one job each', async () => {
  const claims = await Promise.all([waiting(), waiting(), waiting()]);
  await bench.submit({ extractor: 'image-preview' });
  const ids = [await bench.submit(), await bench.submit(), await bench.submit()];
  const claimed = await Promise.all(claims.map(({ claim }) => claim));

  expect(new Set(claimed.map((one) => one?.job.facts.id))).toEqual(new Set(ids));
});

test('a job put off for later is handed to who waits when its time has come', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await attempt.say(aReport('RESUBMITTED', { retryAfterMs: 20 }));
  const { claim } = await waiting();
  bench.pass(20);

  expect(await claim).toMatchObject({ job: { facts: { id } }, lease: { attempt: 2 } });
});

test('who does not wait is told at once that nothing is there', async () => {
  expect(await waitForClaim(ports, claimant, 0, never)).toBeUndefined();
});

test('a client that is gone while it waits gets no job', async () => {
  const gone = new AbortController();
  const { claim } = await waiting(gone.signal);
  gone.abort();
  expect(await claim).toBeUndefined();

  const id = await bench.submit();
  await setImmediate();
  expect(await claimJob(bench, claimant)).toMatchObject({ job: { facts: { id } }, lease: { attempt: 1 } });
});

test('nobody is kept waiting by a server that stops', async () => {
  const feed = createChangeFeed({ ...bench, onError: failTest });
  const claim = waitForClaim({ ...ports, feed }, claimant, LONG_MS, never);
  await feed.stop();

  expect(await claim).toBeUndefined();
});
