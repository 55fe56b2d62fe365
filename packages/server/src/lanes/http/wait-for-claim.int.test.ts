import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setDispatchPaused } from '../../extractors/enable-extractor.ts';
import { ANA, aReport, createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { claimJob } from '../../jobs/leases.ts';
import { createChangeFeed } from '../../live/change-feed.ts';
import { startLive } from '../../live/live-jobs.ts';
import { EVERYTHING } from '../../model/grant.ts';
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

const claimant = { extractor: WORD_COUNT, instanceId: 'i-1', version: '1.0', grant: EVERYTHING };
const never = new AbortController().signal;
const LONG_MS = 30_000;

/** Resolves once the claim has found no job, and waits. */
const startClaim = async (disconnected: AbortSignal = never) => {
  const claim = waitForClaim(ports, claimant, LONG_MS, disconnected);
  await bench.db.selectFrom('jobs').select('id').limit(1).execute();
  return { claim };
};

test('a job that is submitted while an instance waits is claimed by it', async () => {
  const { claim } = await startClaim();
  const id = await bench.submit();

  expect(await claim).toMatchObject({ job: { facts: { id } }, lease: { attempt: 1 } });
});

test('several waiting instances claim one job each, and none of another extractor', async () => {
  const claims = await Promise.all([startClaim(), startClaim(), startClaim()]);
  await bench.submit({ extractor: 'image-preview' });
  const ids = [await bench.submit(), await bench.submit(), await bench.submit()];
  const claimed = await Promise.all(claims.map(({ claim }) => claim));

  expect(new Set(claimed.map((one) => one?.job.facts.id))).toEqual(new Set(ids));
});

test('a resubmitted job is claimed by a waiting instance when it comes due', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await attempt.report(aReport('RESUBMITTED', { retryAfterMs: 20 }));
  const { claim } = await startClaim();
  bench.pass(20);

  expect(await claim).toMatchObject({ job: { facts: { id } }, lease: { attempt: 2 } });
});

test('a job of a paused extractor is claimed by a waiting instance when it is resumed', async () => {
  const by = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'admin' } as const;
  await setDispatchPaused(bench, by, WORD_COUNT, { paused: true, reason: null });
  const id = await bench.submit();
  const { claim } = await startClaim();
  await setDispatchPaused(bench, by, WORD_COUNT, { paused: false, reason: null });

  expect(await claim).toMatchObject({ job: { facts: { id } }, lease: { attempt: 1 } });
});

test('without a wait the claim ends at once when there is no job', async () => {
  expect(await waitForClaim(ports, claimant, 0, never)).toBeUndefined();
});

test('a client that disconnects while it waits gets no job', async () => {
  const disconnecting = new AbortController();
  const { claim } = await startClaim(disconnecting.signal);
  disconnecting.abort();
  expect(await claim).toBeUndefined();

  const id = await bench.submit();
  await setImmediate();
  expect(await claimJob(bench, claimant)).toMatchObject({ job: { facts: { id } }, lease: { attempt: 1 } });
});

test('a server that stops ends the waits', async () => {
  const feed = createChangeFeed({ ...bench, onError: failTest });
  const claim = waitForClaim({ ...ports, feed }, claimant, LONG_MS, never);
  await feed.stop();

  expect(await claim).toBeUndefined();
});
