import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from './builders.ts';
import { newerOf, serverNow, timesAt } from './job-snapshot.ts';

const SEEN = 1_000_000;
const LATER = SEEN + 3000;
const seen = (job: ReturnType<typeof aJob.queued>) => ({ job, seenAt: SEEN });

describe('times carried on to now', () => {
  test('before the first start the wait grows', () => {
    const times = timesAt(seen(aJob.queued()), LATER);
    expect(times).toMatchObject({ waitMs: 3020, runMs: null, elapsedMs: 3020 });
  });

  test('while an attempt runs the run grows', () => {
    const times = timesAt(seen(aJob.running()), LATER);
    expect(times).toMatchObject({ waitMs: 400, runMs: 4000, elapsedMs: 4400 });
  });

  test('between attempts the retry grows', () => {
    const times = timesAt(seen(aJob.retrying()), LATER);
    expect(times).toMatchObject({ runMs: 600, retryMs: 3400, elapsedMs: 4400 });
  });

  test('a job queued again after an attempt counts as between attempts', () => {
    const job = aJob.retrying({ state: 'QUEUED' });
    expect(timesAt(seen(job), LATER).retryMs).toBe(3400);
  });

  test('nothing grows once the job is over', () => {
    const job = aJob.done();
    expect(timesAt(seen(job), LATER)).toEqual(timesAt(seen(job), SEEN));
  });

  test('elapsed stays the sum of its parts, however late it is', () => {
    const jobs = [aJob.queued(), aJob.running(), aJob.retrying(), aJob.done(), aJob.failed()];
    fc.assert(
      fc.property(fc.constantFrom(...jobs), fc.integer({ min: -5000, max: 10 ** 9 }), (job, passed) => {
        const { waitMs, earlierMs, retryMs, runMs, elapsedMs } = timesAt(seen(job), SEEN + passed);
        expect(waitMs + earlierMs + retryMs + (runMs ?? 0)).toBe(elapsedMs);
      }),
    );
  });
});

test("the server's clock is read off the job, not off the browser's", () => {
  expect(serverNow(seen(aJob.running()), LATER)).toBe(Date.parse(at(1400)) + 3000);
});

describe('the newer of two tellings', () => {
  test('an older word never replaces a newer one', () => {
    const known = { job: aJob.done(), seenAt: SEEN };
    expect(newerOf(known, { job: aJob.running(), seenAt: LATER })).toBe(known);
  });

  test('of two equally new ones the later told holds', () => {
    const told = { job: aJob.done(), seenAt: LATER };
    expect(newerOf({ job: aJob.done(), seenAt: SEEN }, told)).toBe(told);
  });

  test('the first one told holds while it is the only one', () => {
    const told = { job: aJob.queued(), seenAt: SEEN };
    expect(newerOf(undefined, told)).toBe(told);
  });
});
