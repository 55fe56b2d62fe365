import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from './builders.ts';
import { newerSnapshot, serverNow, timesAt } from './job-snapshot.ts';

const RECEIVED = 1_000_000;
const LATER = RECEIVED + 3000;
const snapshot = (job: ReturnType<typeof aJob.queued>) => ({ job, receivedAt: RECEIVED });

describe('times continued to now', () => {
  test('grow by the wait before the first start', () => {
    const times = timesAt(snapshot(aJob.queued()), LATER);
    expect(times).toMatchObject({ waitMs: 3020, runMs: null, elapsedMs: 3020 });
  });

  test('grow by the run while an attempt runs', () => {
    const times = timesAt(snapshot(aJob.running()), LATER);
    expect(times).toMatchObject({ waitMs: 400, runMs: 4000, elapsedMs: 4400 });
  });

  test('grow by the retry between attempts', () => {
    const times = timesAt(snapshot(aJob.retrying()), LATER);
    expect(times).toMatchObject({ runMs: 600, retryMs: 3400, elapsedMs: 4400 });
  });

  test('grow by the retry if a job is queued again', () => {
    const job = aJob.retrying({ state: 'QUEUED' });
    expect(timesAt(snapshot(job), LATER).retryMs).toBe(3400);
  });

  test('do not grow once the job is over', () => {
    const job = aJob.done();
    expect(timesAt(snapshot(job), LATER)).toEqual(timesAt(snapshot(job), RECEIVED));
  });

  test('always add up to the elapsed time', () => {
    const jobs = [aJob.queued(), aJob.running(), aJob.retrying(), aJob.done(), aJob.failed()];
    fc.assert(
      fc.property(fc.constantFrom(...jobs), fc.integer({ min: -5000, max: 10 ** 9 }), (job, passed) => {
        const { waitMs, earlierMs, retryMs, runMs, elapsedMs } = timesAt(snapshot(job), RECEIVED + passed);
        expect(waitMs + earlierMs + retryMs + (runMs ?? 0)).toBe(elapsedMs);
      }),
    );
  });
});

test("the server's time is computed from the job", () => {
  expect(serverNow(snapshot(aJob.running()), LATER)).toBe(Date.parse(at(1400)) + 3000);
});

describe('the newer of two snapshots', () => {
  test('is kept if an older one arrives', () => {
    const known = { job: aJob.done(), receivedAt: RECEIVED };
    expect(newerSnapshot(known, { job: aJob.running(), receivedAt: LATER })).toBe(known);
  });

  test('is the last to arrive if both are equally new', () => {
    const received = { job: aJob.done(), receivedAt: LATER };
    expect(newerSnapshot({ job: aJob.done(), receivedAt: RECEIVED }, received)).toBe(received);
  });

  test('is the first one while there is no other', () => {
    const received = { job: aJob.queued(), receivedAt: RECEIVED };
    expect(newerSnapshot(undefined, received)).toBe(received);
  });
});
