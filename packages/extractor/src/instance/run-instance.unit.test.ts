import { createSignal } from '@pawprint/testing';
import { expect, test } from 'vitest';
import type { Handle } from '../job/handle-job.ts';
import { fail, retryLater, skip, succeed } from '../job/job.ts';
import { CancelledError, LeaseLostError, StoppingError } from '../job/stop-reason.ts';
import { startFakeLane } from '../test-lane/fake-lane.ts';
import { startInstance } from '../test-lane/running-instance.ts';

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('an instance registers, sends a heartbeat, and runs a job with its credential', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    await ctx.uploadMetadata({ lines: 1 });
    return succeed('1 line');
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);

  expect(lane.calls('registerExtractor')[0]?.body).toMatchObject({
    name: 'test.extractor',
    version: '1.0.0',
  });
  expect(lane.calls('sendHeartbeat')[0]).toMatchObject({
    params: { name: 'test.extractor', instance_id: 'instance-1' },
    body: { version: '1.0.0', interval_s: 60 },
  });
  expect(lane.calls('claimJob')[0]?.headers.authorization).toBe('Bearer key-of-the-instance');
  expect(lane.calls('addFileMetadata')[0]?.headers.authorization).toBe('Bearer credential-of-job-1');
  expect(job.reports).toMatchObject([{ kind: 'SUCCEEDED', message: '1 line' }]);
  expect(lane.invalidBodies).toEqual([]);
});

test('each outcome is reported with its own kind', async () => {
  const outcomes = [
    undefined,
    succeed('fine'),
    skip('not mine'),
    fail('broken'),
    retryLater('busy', { afterSeconds: 5 }),
  ];
  const { lane } = await startInstance(() => outcomes.shift());
  const jobs = outcomes.map(() => lane.addJob());
  await lane.until(() => jobs.every((job) => job.ended));

  expect(jobs.map((job) => job.reports[0])).toMatchObject([
    { kind: 'SUCCEEDED', message: '' },
    { kind: 'SUCCEEDED', message: 'fine' },
    { kind: 'SKIPPED', message: 'not mine' },
    { kind: 'ERROR', message: 'broken' },
    { kind: 'RESUBMITTED', message: 'busy', retry_after_s: 5 },
  ]);
});

test('a handler that throws fails with its message, and the stack is in the log before', async () => {
  const { lane } = await startInstance(() => {
    throw new Error('no header row', { cause: new Error('line 1 is empty') });
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);

  expect(job.reports).toMatchObject([
    { kind: 'LOG', level: 'error', message: expect.stringContaining('run-instance.unit.test.ts') },
    { kind: 'ERROR', message: 'no header row (line 1 is empty)' },
  ]);
});

test('no more jobs are claimed than there are slots', async () => {
  const released = createSignal();
  const full = createSignal();
  let running = 0;
  let most = 0;
  const handle = async () => {
    running += 1;
    most = Math.max(most, running);
    if (running === 2) full.give();
    await released.given;
    running -= 1;
  };
  const { lane } = await startInstance(handle, { concurrency: 2 });
  const jobs = [lane.addJob(), lane.addJob(), lane.addJob()];
  await full.given;
  expect(lane.calls('claimJob')).toHaveLength(2);
  released.give();
  await lane.until(() => jobs.every((job) => job.ended));
  expect(most).toBe(2);
});

test('reports are sent in batches and keep their order', async () => {
  const lines = Array.from({ length: 1_250 }, (_, index) => `line ${index}`);
  const { lane } = await startInstance((_, ctx) => {
    for (const line of lines) ctx.log.info(line);
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);

  expect(job.reports.map((report) => report.message)).toEqual([...lines, '']);
  expect(job.batches.length).toBeLessThanOrEqual(4);
  expect(Math.max(...job.batches)).toBe(500);
});

test('a single report does not wait for the end', async () => {
  const released = createSignal();
  const { lane } = await startInstance(async (_, ctx) => {
    ctx.progress(0.5, 'half');
    await released.given;
  });
  const job = lane.addJob();
  await lane.until(() => job.reports.length === 1);
  expect(job.reports).toMatchObject([{ kind: 'PROGRESS', progress: 0.5, message: 'half' }]);
  released.give();
  await lane.until(() => job.ended);
});

test('empty batches keep the lease of a handler that reports nothing', async () => {
  const released = createSignal();
  const lane = await startFakeLane({ leaseMs: 3_000 });
  await startInstance(() => released.given, { lane });
  const job = lane.addJob();
  await lane.until(() => job.batches.length === 1);
  expect(job.batches).toEqual([0]);
  released.give();
  await lane.until(() => job.ended);
});

test('a lost lease aborts the handler and ends uploads and reports', async () => {
  let reason: unknown;
  const { lane, log } = await startInstance(async (_, ctx) => {
    ctx.log.info('at work');
    await untilAborted(ctx.signal).catch(() => undefined);
    reason = ctx.signal.reason;
    await ctx.uploadMetadata({ late: true });
  });
  const job = lane.addJob();
  job.leaseLost = true;
  const next = lane.addJob();
  next.leaseLost = true;
  // One slot: the second job is claimed when the first handler has stopped.
  await lane.until(() => next.attempt === 1);

  expect(reason).toBeInstanceOf(LeaseLostError);
  expect(lane.calls('addFileMetadata')).toEqual([]);
  expect(job.reports).toEqual([]);
  expect(log.join()).toContain('its lease ran out');
});

test('a deleted job ends the attempt as a lost lease does', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    ctx.log.info('at work');
    await untilAborted(ctx.signal);
  });
  lane.failNext('sendReports', { status: 404, code: 'job_not_found' });
  const job = lane.addJob();
  const next = lane.addJob();
  next.cancelRequested = true;
  await lane.until(() => next.ended);
  expect(job.reports).toEqual([]);
});

test('a requested cancel aborts the handler and is confirmed by its last report', async () => {
  let reason: unknown;
  const { lane } = await startInstance(async (_, ctx) => {
    ctx.log.info('at work');
    await untilAborted(ctx.signal).finally(() => {
      reason = ctx.signal.reason;
    });
  });
  const job = lane.addJob();
  job.cancelRequested = true;
  await lane.until(() => job.ended);

  expect(reason).toBeInstanceOf(CancelledError);
  expect(job.reports.at(-1)).toMatchObject({ kind: 'SKIPPED', cancelled: true });
});

test('a handler that succeeds after a cancel request has succeeded', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    ctx.log.info('at work');
    await untilAborted(ctx.signal).catch(() => undefined);
    return succeed('all done');
  });
  const job = lane.addJob();
  job.cancelRequested = true;
  await lane.until(() => job.ended);
  expect(job.reports.at(-1)).toMatchObject({ kind: 'SUCCEEDED', message: 'all done' });
  expect(job.reports.at(-1)).not.toHaveProperty('cancelled');
});

test('a stopping instance finishes its job and sends a last heartbeat', async () => {
  const released = createSignal();
  const started = createSignal();
  const handle = () => {
    started.give();
    return released.given;
  };
  const { lane, stop, ended } = await startInstance(handle, { timings: { graceMs: 60_000 } });
  const job = lane.addJob();
  await started.given;
  stop();
  const left = lane.addJob();
  released.give();
  await ended;

  expect(job.reports).toMatchObject([{ kind: 'SUCCEEDED' }]);
  expect(left.attempt).toBe(0);
  expect(lane.calls('sendHeartbeat').at(-1)?.body).toMatchObject({ stopping: true });
});

test('a job that does not finish within the grace period is given back', async () => {
  let reason: unknown;
  const started = createSignal();
  const { lane, stop, ended } = await startInstance(async (_, ctx) => {
    started.give();
    await untilAborted(ctx.signal).finally(() => {
      reason = ctx.signal.reason;
    });
  });
  const job = lane.addJob();
  await started.given;
  stop();
  await ended;

  expect(reason).toBeInstanceOf(StoppingError);
  expect(job.reports).toMatchObject([
    { kind: 'RESUBMITTED', message: 'The instance is stopping.', retry_after_s: 0 },
  ]);
});

test('the job of a handler that ignores the stop is given back', async () => {
  const never = createSignal();
  const started = createSignal();
  const { lane, stop, ended } = await startInstance(() => {
    started.give();
    return never.given;
  });
  const job = lane.addJob();
  await started.given;
  stop();
  await ended;
  expect(job.reports).toMatchObject([{ kind: 'RESUBMITTED' }]);
});

test('a stop ends within its time limit if the server is unreachable', async () => {
  const started = createSignal();
  const handle: Handle = (_, ctx) => {
    started.give();
    return untilAborted(ctx.signal);
  };
  const { lane, stop, ended, log } = await startInstance(handle, { timings: { closeMs: 50 } });
  lane.addJob();
  await started.given;
  await lane.close();
  stop();
  await ended;
  expect(log.join()).toContain('the instance has no time left');
  await lane.listen();
});

test('a refused registration ends the run with the server’s message', async () => {
  const lane = await startFakeLane();
  lane.failNext('registerExtractor', { status: 401, code: 'not_signed_in' });
  const { ended } = await startInstance(() => undefined, { lane });
  await expect(ended).rejects.toMatchObject({ status: 401 });
});

test('a revoked key ends the run after the running job', async () => {
  const released = createSignal();
  const { lane, ended } = await startInstance(() => released.given, {
    concurrency: 2,
    timings: { graceMs: 60_000 },
  });
  const job = lane.addJob();
  lane.failNext('claimJob', {}, { status: 403, code: 'forbidden' });
  await lane.until(() => lane.calls('claimJob').length >= 2 && job.attempt === 1);
  released.give();
  await expect(ended).rejects.toMatchObject({ status: 403 });
  expect(job.reports).toMatchObject([{ kind: 'SUCCEEDED' }]);
});

test('an instance stopped before it reached a server ends without an error', async () => {
  const lane = await startFakeLane();
  await lane.close();
  const { stop, ended, log } = await startInstance(() => undefined, { lane });
  await expect.poll(() => log.join()).toContain('Trying again');
  stop();
  await expect(ended).resolves.toBeUndefined();
  await lane.listen();
});
