import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from './apply-event.ts';
import { stampedEvent } from './event.builder.ts';
import { aJob, anAttempt } from './job.builder.ts';
import type { Attempt, JobProgress } from './job.ts';
import { attemptRunMs, type JobTimes, jobTimes } from './times.ts';

const sumOf = ({ waitMs, earlierMs, retryMs, runMs }: JobTimes) =>
  waitMs + earlierMs + retryMs + (runMs ?? 0);

const attempts: readonly Attempt[] = [
  anAttempt('RESUBMITTED', { number: 1, startedAt: 200, endedAt: 300 }),
  anAttempt('LOST', { number: 2, startedAt: 350, endedAt: 360 }),
  anAttempt('RUNNING', { number: 3, startedAt: 400 }),
];

describe('the times of a job', () => {
  it('that never started are a growing wait', () => {
    const times = { earlierMs: 0, retryMs: 0, runMs: null };
    expect(jobTimes(aJob.queued(), 180)).toEqual({ ...times, waitMs: 80, elapsedMs: 80 });
    expect(jobTimes(aJob.queued(), 190)).toEqual({ ...times, waitMs: 90, elapsedMs: 90 });
  });

  it('that was cancelled before its start are a wait up to the cancel', () => {
    expect(jobTimes(aJob.neverRan(), 9_000)).toMatchObject({ waitMs: 150, runMs: null, elapsedMs: 150 });
  });

  it('in its first attempt are the wait and the run', () => {
    expect(jobTimes(aJob.running(), 500)).toEqual({
      waitMs: 100,
      earlierMs: 0,
      retryMs: 0,
      runMs: 300,
      elapsedMs: 400,
    });
  });

  it('in its third attempt separate earlier attempts and retries', () => {
    expect(jobTimes(aJob.running({ attempts }), 500)).toEqual({
      waitMs: 100,
      earlierMs: 110,
      retryMs: 90,
      runMs: 100,
      elapsedMs: 400,
    });
  });

  it('between two attempts keep the last run while the retry grows', () => {
    expect(jobTimes(aJob.resubmitted(), 500)).toEqual({
      waitMs: 100,
      earlierMs: 0,
      retryMs: 200,
      runMs: 100,
      elapsedMs: 400,
    });
  });

  it('that has ended do not grow', () => {
    const ended = { waitMs: 100, earlierMs: 0, retryMs: 0, runMs: 100, elapsedMs: 200 };
    expect(jobTimes(aJob.succeeded(), 300)).toEqual(ended);
    expect(jobTimes(aJob.succeeded(), 9_000)).toEqual(ended);
  });

  it('that was lost between two attempts have a retry up to then', () => {
    const lost = aJob.lost({ attempts: [anAttempt('RESUBMITTED')], finishedAt: 800 });
    expect(jobTimes(lost, 9_000)).toMatchObject({ runMs: 100, retryMs: 500, elapsedMs: 700 });
  });

  it('leave out attempts after the cancel', () => {
    expect(jobTimes(aJob.begunAfterCancel(), 9_000)).toMatchObject({
      waitMs: 50,
      runMs: null,
      elapsedMs: 50,
    });
  });

  it('add up to the elapsed time and are never negative', () => {
    fc.assert(
      fc.property(fc.array(stampedEvent, { maxLength: 30 }), fc.integer(), (events, now) => {
        const times = jobTimes(replay({ submittedAt: 500 }, events), now);
        expect(sumOf(times)).toBe(times.elapsedMs);
        expect(
          Math.min(times.waitMs, times.earlierMs, times.retryMs, times.runMs ?? 0),
        ).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('add up even if the stored times contradict each other', () => {
    const time = fc.integer({ min: -1_000, max: 1_000 });
    const attempt = fc.record({ startedAt: time, endedAt: fc.option(time) });
    const job = fc
      .record({ submittedAt: time, finishedAt: fc.option(time), tries: fc.array(attempt, { maxLength: 5 }) })
      .map(
        ({ tries, ...times }): JobProgress => ({
          ...aJob.running(times),
          attempts: tries.map((tried) => anAttempt('FAILED', tried)),
        }),
      );
    fc.assert(
      fc.property(job, time, (contradictory, now) => {
        const times = jobTimes(contradictory, now);
        expect(sumOf(times)).toBe(times.elapsedMs);
        expect(
          Math.min(times.waitMs, times.earlierMs, times.retryMs, times.runMs ?? 0),
        ).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the time of an attempt', () => {
  it('grows while it is open and not after its end', () => {
    expect(attemptRunMs(anAttempt('RUNNING'), 500)).toBe(300);
    expect(attemptRunMs(anAttempt('SUCCEEDED'), 500)).toBe(100);
  });

  it('is never negative', () => {
    expect(attemptRunMs(anAttempt('RUNNING'), 100)).toBe(0);
  });
});
