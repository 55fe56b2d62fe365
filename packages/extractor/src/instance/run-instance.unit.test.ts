import { expect, test } from 'vitest';
import type { Handle } from '../job/handle-job.ts';
import { fail, retryLater, skip, succeed } from '../job/job.ts';
import { CancelledError, LeaseLostError, StoppingError } from '../job/stop-reason.ts';
import { startFakeLane } from '../test-lane/fake-lane.ts';
import { gate, startInstance } from '../test-lane/running-instance.ts';

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('an instance registers, beats at once, and works on a job with the job’s own credential', async () => {
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
  expect(lane.misfits).toEqual([]);
});

test('each outcome is reported as what it is', async () => {
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

test('no more jobs are asked for than there are slots', async () => {
  const { pass, opened } = gate();
  const full = gate();
  let running = 0;
  let most = 0;
  const handle = async () => {
    running += 1;
    most = Math.max(most, running);
    if (running === 2) full.pass();
    await opened;
    running -= 1;
  };
  const { lane } = await startInstance(handle, { concurrency: 2 });
  const jobs = [lane.addJob(), lane.addJob(), lane.addJob()];
  await full.opened;
  expect(lane.calls('claimJob')).toHaveLength(2);
  pass();
  await lane.until(() => jobs.every((job) => job.ended));
  expect(most).toBe(2);
});

test('reports keep their order and travel in batches', async () => {
  const lines = Array.from({ length: 250 }, (_, index) => `line ${index}`);
  const { lane } = await startInstance((_, ctx) => {
    for (const line of lines) ctx.log.info(line);
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);

  expect(job.reports.map((report) => report.message)).toEqual([...lines, '']);
  expect(job.batches.length).toBeLessThanOrEqual(4);
  expect(Math.max(...job.batches)).toBe(100);
});

test('a single report does not wait for the end', async () => {
  const { pass, opened } = gate();
  const { lane } = await startInstance(async (_, ctx) => {
    ctx.progress(0.5, 'half');
    await opened;
  });
  const job = lane.addJob();
  await lane.until(() => job.reports.length === 1);
  expect(job.reports).toMatchObject([{ kind: 'PROGRESS', progress: 0.5, message: 'half' }]);
  pass();
  await lane.until(() => job.ended);
});

test('a silent handler keeps its lease: empty batches are sent meanwhile', async () => {
  const { pass, opened } = gate();
  const lane = await startFakeLane({ leaseMs: 3_000 });
  await startInstance(() => opened, { lane });
  const job = lane.addJob();
  await lane.until(() => job.batches.length === 1);
  expect(job.batches).toEqual([0]);
  pass();
  await lane.until(() => job.ended);
});

test('a lost lease aborts the handler, and nothing is uploaded or reported after it', async () => {
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

test('a job that the server no longer knows ends the attempt as a lost lease does', async () => {
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

test('a requested cancel aborts the handler, and its end report names it', async () => {
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

test('a handler that succeeds in spite of a cancel has finished anyway', async () => {
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

test('a stopping instance finishes its job, starts no other, and sends a last heartbeat', async () => {
  const { pass, opened } = gate();
  const started = gate();
  const handle = () => {
    started.pass();
    return opened;
  };
  const { lane, stop, ended } = await startInstance(handle, { timings: { graceMs: 60_000 } });
  const job = lane.addJob();
  await started.opened;
  stop();
  const left = lane.addJob();
  pass();
  await ended;

  expect(job.reports).toMatchObject([{ kind: 'SUCCEEDED' }]);
  expect(left.attempt).toBe(0);
  expect(lane.calls('sendHeartbeat').at(-1)?.body).toMatchObject({ stopping: true });
});

test('what does not finish within the grace is given back at once', async () => {
  let reason: unknown;
  const started = gate();
  const { lane, stop, ended } = await startInstance(async (_, ctx) => {
    started.pass();
    await untilAborted(ctx.signal).finally(() => {
      reason = ctx.signal.reason;
    });
  });
  const job = lane.addJob();
  await started.opened;
  stop();
  await ended;

  expect(reason).toBeInstanceOf(StoppingError);
  expect(job.reports).toMatchObject([
    { kind: 'RESUBMITTED', message: 'The instance is stopping.', retry_after_s: 0 },
  ]);
});

test('the job of a handler that ignores the stop is given back', async () => {
  const never = gate();
  const started = gate();
  const { lane, stop, ended } = await startInstance(() => {
    started.pass();
    return never.opened;
  });
  const job = lane.addJob();
  await started.opened;
  stop();
  await ended;
  expect(job.reports).toMatchObject([{ kind: 'RESUBMITTED' }]);
});

test('with the server away, a stop ends after its time', async () => {
  const started = gate();
  const handle: Handle = (_, ctx) => {
    started.pass();
    return untilAborted(ctx.signal);
  };
  const { lane, stop, ended, log } = await startInstance(handle, { timings: { closeMs: 50 } });
  lane.addJob();
  await started.opened;
  await lane.goAway();
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

test('a key that is withdrawn ends the run, after the running job', async () => {
  const { pass, opened } = gate();
  const { lane, ended } = await startInstance(() => opened, { concurrency: 2, timings: { graceMs: 60_000 } });
  const job = lane.addJob();
  lane.failNext('claimJob', {}, { status: 403, code: 'forbidden' });
  await lane.until(() => lane.calls('claimJob').length >= 2 && job.attempt === 1);
  pass();
  await expect(ended).rejects.toMatchObject({ status: 403 });
  expect(job.reports).toMatchObject([{ kind: 'SUCCEEDED' }]);
});

test('an instance that is stopped before it found a server just ends', async () => {
  const lane = await startFakeLane();
  await lane.goAway();
  const { stop, ended, log } = await startInstance(() => undefined, { lane });
  await expect.poll(() => log.join()).toContain('Trying again');
  stop();
  await expect(ended).resolves.toBeUndefined();
  await lane.listen();
});
