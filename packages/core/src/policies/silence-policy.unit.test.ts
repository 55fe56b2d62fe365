import { describe, expect, it } from 'vitest';
import { anAttempt } from '../job/job.builder.ts';
import { attemptsWithoutEnd, checkSilence, formatDuration, type Silence } from './silence-policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 100 * 24 * HOUR;
const TERMS = { minStallMs: 15 * MINUTE, limitMs: 24 * HOUR, maxAttempts: 10 };

const silentFor = (ms: number, also: Partial<Silence> = {}): Silence => ({
  lastEventAt: NOW - ms,
  p99GapMs: null,
  attempts: [anAttempt('RUNNING')],
  held: false,
  instancesAlive: 2,
  instanceSeenAt: NOW - 9_000,
  ...also,
});

const checked = (silence: Silence) => checkSilence(silence, TERMS, NOW);
const lostTries = (count: number) => Array.from({ length: count }, () => anAttempt('LOST'));

describe('a silence', () => {
  it('up to the minimum is no stall', () => {
    expect(checked(silentFor(15 * MINUTE))).toEqual({ result: 'active' });
    expect(checked(silentFor(15 * MINUTE + 1)).result).toBe('stalled');
  });

  it('up to three times the usual gap is no stall', () => {
    expect(checked(silentFor(60 * MINUTE, { p99GapMs: 20 * MINUTE }))).toEqual({ result: 'active' });
    expect(checked(silentFor(60 * MINUTE + 1, { p99GapMs: 20 * MINUTE })).result).toBe('stalled');
  });

  it('of a quick extractor is a stall only after the minimum', () => {
    expect(checked(silentFor(14 * MINUTE, { p99GapMs: 1_000 }))).toEqual({ result: 'active' });
  });

  it('has a reason with its length and the live instances', () => {
    expect(checked(silentFor(42 * MINUTE))).toEqual({
      result: 'stalled',
      reason: 'no event for 42 min; 2 instances alive, last seen 9 s ago',
    });
  });

  it.each([
    [{ instancesAlive: 1 }, '1 instance alive, last seen 9 s ago'],
    [{ instancesAlive: 0, instanceSeenAt: NOW - 3 * HOUR }, 'no instance alive, last seen 3 h ago'],
    [{ instancesAlive: 0, instanceSeenAt: null }, 'no instance was ever seen'],
  ])('with %j says: %s', (instances, expected) => {
    expect(checked(silentFor(42 * MINUTE, instances))).toMatchObject({
      reason: `no event for 42 min; ${expected}`,
    });
  });

  it('beyond the limit is a loss for any extractor', () => {
    expect(checked(silentFor(24 * HOUR, { p99GapMs: 12 * HOUR }))).toEqual({ result: 'active' });
    expect(checked(silentFor(24 * HOUR + 1, { p99GapMs: 12 * HOUR }))).toEqual({
      result: 'lost',
      reason: 'no event for 24 h; 2 instances alive, last seen 9 s ago',
    });
  });

  it('of a job held by the server is never a loss', () => {
    expect(checked(silentFor(72 * HOUR, { held: true, attempts: [] }))).toMatchObject({
      result: 'stalled',
      reason: 'no event for 3 d; 2 instances alive, last seen 9 s ago',
    });
  });
});

describe('a job that no attempt ends', () => {
  it('is lost after its attempts, even if it has just reported', () => {
    expect(checked(silentFor(0, { attempts: lostTries(10) }))).toEqual({
      result: 'lost',
      reason: 'attempted 10 times without an end: poison suspected',
    });
  });

  it('is not lost before', () => {
    expect(checked(silentFor(0, { attempts: [...lostTries(9), anAttempt('RUNNING')] }))).toEqual({
      result: 'active',
    });
  });

  it('is counted anew after an attempt with an end', () => {
    expect(attemptsWithoutEnd([])).toBe(0);
    expect(attemptsWithoutEnd([anAttempt('RUNNING')])).toBe(0);
    expect(attemptsWithoutEnd(lostTries(3))).toBe(3);
    expect(attemptsWithoutEnd([...lostTries(3), anAttempt('RESUBMITTED')])).toBe(0);
    expect(
      attemptsWithoutEnd([...lostTries(3), anAttempt('FAILED'), ...lostTries(2), anAttempt('RUNNING')]),
    ).toBe(2);
  });
});

it.each([
  [-5, '0 s'],
  [0, '0 s'],
  [999, '0 s'],
  [9_000, '9 s'],
  [119_999, '119 s'],
  [120_000, '2 min'],
  [42 * 60_000, '42 min'],
  [119 * 60_000, '119 min'],
  [120 * 60_000, '2 h'],
  [24 * 3_600_000, '24 h'],
  [48 * 3_600_000, '2 d'],
])('%d ms is written %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});
