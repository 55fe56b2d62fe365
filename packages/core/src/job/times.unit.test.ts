import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from './apply-event.ts';
import { stampedEvent } from './event.builder.ts';
import { aJob, anAttempt } from './job.builder.ts';
import type { Attempt, JobProgress } from './job.ts';
import { attemptRunMs, type ClockSample, clockNote, type JobTimes, jobTimes } from './times.ts';

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

describe('the clock of a sender', () => {
  const START = Date.parse('2026-11-24T12:00:00.000Z');

  /** Reports of a sender in a zone, a few seconds apart. @param east true minutes east of UTC */
  const samples = (
    written: string,
    east: number,
    clockMs = 0,
    delays = [400, 2_100, 300, 900, 500],
  ): ClockSample[] =>
    delays.map((delay, index) => {
      const at = START + index * 4_000;
      const local = new Date(at + clockMs + east * 60_000).toISOString();
      return { reported: `${local.slice(0, 19)}${written}`, receivedAt: at + delay };
    });

  it.each([
    ['in UTC', samples('Z', 0)],
    ['in UTC, as pyClowder writes it', samples('-00:00', 0)],
    ['in winter', samples('-06:00', -360)],
    ['without an offset', samples('', 330)],
    ['that wait for a server', samples('Z', 0, 0, [60_000, 50_000, 40_000, 9_000, 300])],
    ['that wait for the same time, in a few seconds', samples('Z', 0, 0, [60_000, 60_100, 60_200])],
    ['too few to tell', samples('Z', 0, 3_600_000).slice(0, 2)],
    ['in no known form', samples(' o’clock', 0)],
  ])('is not mentioned for right times %s', (_, given) => {
    expect(clockNote(given)).toBeNull();
  });

  it.each([
    ['Kolkata', '+05:50', 330, '+05:30', -20],
    ['Kathmandu, where no clock can parse it', '+05:75', 345, '+05:45', 0],
    ["St John's in summer", '-02:50', -150, '-02:30', 20],
    ["St John's in winter", '-02:50', -210, '-03:30', -40],
    ['Adelaide', '+09:50', 570, '+09:30', -20],
  ])('is right where pyClowder writes a wrong offset: %s', (_, written, east, fits, minutes) => {
    expect(clockNote(samples(written, east))).toEqual({
      cause: 'utc_offset',
      offsetMs: minutes * 60_000,
      text: `UTC offset is written as ${written}, but ${fits} fits; its clock is right`,
    });
  });

  it('cannot be told from daylight saving time in winter', () => {
    expect(clockNote(samples('-05:00', -360))).toEqual({
      cause: 'utc_offset',
      offsetMs: -3_600_000,
      text: 'UTC offset is written as -05:00, but -06:00 fits, unless its clock is 1 h behind',
    });
  });

  it.each([
    ['Z', 0, -3_600_000, 'clock is about 1 h behind'],
    ['+00:00', 0, 3_600_000, 'clock is about 1 h ahead'],
    ['-06:00', -360, 7 * 60_000, 'clock is about 7 min ahead'],
    ['+05:50', 330, 90_000, 'clock is about 90 s ahead'],
    ['', 330, -60_000, 'clock is about 60 s behind'],
    ['Z', 0, -3 * 86_400_000, 'clock is about 3 days behind'],
  ])('is wrong where no offset explains its times: %s', (written, east, clockMs, text) => {
    expect(clockNote(samples(written, east, clockMs))).toMatchObject({ cause: 'clock', text });
  });

  it('is judged without an error, whatever is reported', () => {
    const samplesOf = fc.record({ reported: fc.string(), receivedAt: fc.oneof(fc.integer(), fc.double()) });
    fc.assert(
      fc.property(fc.array(samplesOf), (given) => {
        expect(() => clockNote(given)).not.toThrow();
      }),
    );
  });
});
