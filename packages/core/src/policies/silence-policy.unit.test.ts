import { describe, expect, it } from 'vitest';
import { anAttempt } from '../job/job.builder.ts';
import { attemptsWithoutEnd, checkSilence, type Silence } from './silence-policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 100 * 24 * HOUR;
const TERMS = { minStallMs: 15 * MINUTE, limitMs: 24 * HOUR, maxAttempts: 10 };

const silentFor = (ms: number, also: Partial<Silence> = {}): Silence => ({
  lastEventAt: NOW - ms,
  usualGap: null,
  attempts: [anAttempt('RUNNING')],
  waits: false,
  isLeased: false,
  reportsSince: 0,
  lineMovedAt: null,
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
    expect(checked(silentFor(60 * MINUTE, { usualGap: { p99Ms: 20 * MINUTE, gaps: 2 } }))).toEqual({
      result: 'active',
    });
    expect(checked(silentFor(60 * MINUTE + 1, { usualGap: { p99Ms: 20 * MINUTE, gaps: 2 } })).result).toBe(
      'stalled',
    );
  });

  it('of a quick extractor is a stall only after the minimum', () => {
    expect(checked(silentFor(14 * MINUTE, { usualGap: { p99Ms: 1_000, gaps: 200 } }))).toEqual({
      result: 'active',
    });
  });

  it('has a reason with its length and the live instances', () => {
    expect(checked(silentFor(42 * MINUTE))).toEqual({
      result: 'stalled',
      reason: {
        code: 'silent',
        text: 'Silent for 42 min; 2 instances alive, last seen 9 s ago',
        facts: {
          silentMs: 42 * MINUTE,
          usualMs: null,
          limitMs: 15 * MINUTE,
          instancesAlive: 2,
          instanceSeenAt: NOW - 9_000,
          instanceUnseenMs: 9_000,
        },
      },
    });
  });

  it('says what is usual, from twenty measured gaps on', () => {
    const text = (gaps: number) => {
      const check = checked(silentFor(42 * MINUTE, { usualGap: { p99Ms: 40_000, gaps } }));
      return 'reason' in check ? check.reason.text : '';
    };
    expect(text(20)).toBe('Silent for 42 min; usual 99 % within 40 s; 2 instances alive, last seen 9 s ago');
    expect(text(19)).toBe('Silent for 42 min; 2 instances alive, last seen 9 s ago');
  });

  it.each([
    [{ instancesAlive: 1 }, '1 instance alive, last seen 9 s ago'],
    [{ instancesAlive: 0, instanceSeenAt: NOW - 3 * HOUR }, 'no instance alive, last seen 3 h ago'],
    [{ instancesAlive: 0, instanceSeenAt: null }, 'no instance was ever seen'],
  ])('with %j says: %s', (instances, expected) => {
    expect(checked(silentFor(42 * MINUTE, instances))).toMatchObject({
      reason: { text: `Silent for 42 min; ${expected}` },
    });
  });

  it('beyond the limit is a loss for any extractor', () => {
    expect(checked(silentFor(24 * HOUR, { usualGap: { p99Ms: 12 * HOUR, gaps: 2 } }))).toEqual({
      result: 'active',
    });
    expect(checked(silentFor(24 * HOUR + 1, { usualGap: { p99Ms: 12 * HOUR, gaps: 2 } }))).toMatchObject({
      result: 'lost',
      reason: {
        code: 'silent_too_long',
        text: 'Silent for 24 h; 2 instances alive, last seen 9 s ago',
        facts: { limitMs: 24 * HOUR },
      },
    });
  });

  it('of a job that waits is never a loss', () => {
    expect(checked(silentFor(72 * HOUR, { waits: true, attempts: [] }))).toMatchObject({
      result: 'stalled',
      reason: { text: 'Silent for 3 d; 2 instances alive, last seen 9 s ago' },
    });
  });

  it('of an attempt whose lease is renewed is never a loss', () => {
    expect(checked(silentFor(72 * HOUR, { isLeased: true })).result).toBe('stalled');
  });

  it('proves nothing while reports cannot come, nor until those that were kept have come', () => {
    const silence = (reportsSince: number | null) => checked(silentFor(72 * HOUR, { reportsSince })).result;
    expect(silence(null)).toBe('unknown');
    expect(silence(NOW - 15 * MINUTE + 1)).toBe('unknown');
    expect(silence(NOW - 15 * MINUTE)).toBe('lost');
  });

  it('of a job that waits is none while its line moves', () => {
    const waiting = { waits: true, attempts: [], lineMovedAt: NOW - 15 * MINUTE };
    expect(checked(silentFor(72 * HOUR, waiting))).toEqual({ result: 'active' });
    expect(checked(silentFor(72 * HOUR, { ...waiting, lineMovedAt: NOW - 16 * MINUTE })).result).toBe(
      'stalled',
    );
    expect(checked(silentFor(72 * HOUR, { lineMovedAt: NOW })).result).toBe('lost');
  });
});

describe('a job that no attempt ends', () => {
  it('is lost after its attempts, even if it has just reported', () => {
    expect(checked(silentFor(0, { attempts: lostTries(10) }))).toEqual({
      result: 'lost',
      reason: {
        code: 'poison_suspected',
        text: 'Attempted 10 times without an end: poison suspected',
        facts: { attempts: 10, maxAttempts: 10 },
      },
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
