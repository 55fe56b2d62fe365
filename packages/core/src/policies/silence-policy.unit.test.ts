import { describe, expect, it } from 'vitest';
import { anAttempt } from '../job/job.builder.ts';
import { attemptsWithoutEnd, judgeSilence, type Silence } from './silence-policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 100 * 24 * HOUR;
const TERMS = { floorMs: 15 * MINUTE, limitMs: 24 * HOUR, maxAttempts: 10 };

const silentFor = (ms: number, also: Partial<Silence> = {}): Silence => ({
  lastEventAt: NOW - ms,
  p99GapMs: null,
  attempts: [anAttempt('RUNNING')],
  held: false,
  instancesAlive: 2,
  instanceSeenAt: NOW - 9_000,
  ...also,
});

const judged = (silence: Silence) => judgeSilence(silence, TERMS, NOW);
const lostTries = (count: number) => Array.from({ length: count }, () => anAttempt('LOST'));

describe('a silence', () => {
  it('up to the floor is none', () => {
    expect(judged(silentFor(15 * MINUTE))).toEqual({ verdict: 'heard' });
    expect(judged(silentFor(15 * MINUTE + 1)).verdict).toBe('stalled');
  });

  it('up to three times what is usual for the extractor is none', () => {
    expect(judged(silentFor(60 * MINUTE, { p99GapMs: 20 * MINUTE }))).toEqual({ verdict: 'heard' });
    expect(judged(silentFor(60 * MINUTE + 1, { p99GapMs: 20 * MINUTE })).verdict).toBe('stalled');
  });

  it('of a quick extractor is still measured by the floor', () => {
    expect(judged(silentFor(14 * MINUTE, { p99GapMs: 1_000 }))).toEqual({ verdict: 'heard' });
  });

  it('says how long it is, and which instances live', () => {
    expect(judged(silentFor(42 * MINUTE))).toEqual({
      verdict: 'stalled',
      reason: 'no event for 42 min; 2 instances alive, last seen 9 s ago',
    });
  });

  it.each([
    [{ instancesAlive: 1 }, '1 instance alive, last seen 9 s ago'],
    [{ instancesAlive: 0, instanceSeenAt: NOW - 3 * HOUR }, 'no instance alive, last seen 3 h ago'],
    [{ instancesAlive: 0, instanceSeenAt: null }, 'no instance was ever seen'],
  ])('with %j says: %s', (instances, expected) => {
    expect(judged(silentFor(42 * MINUTE, instances))).toMatchObject({
      reason: `no event for 42 min; ${expected}`,
    });
  });

  it('beyond the limit is a loss, however slow the extractor and however lively its instances', () => {
    expect(judged(silentFor(24 * HOUR, { p99GapMs: 12 * HOUR }))).toEqual({ verdict: 'heard' });
    expect(judged(silentFor(24 * HOUR + 1, { p99GapMs: 12 * HOUR }))).toEqual({
      verdict: 'lost',
      reason: 'no event for 24 h; 2 instances alive, last seen 9 s ago',
    });
  });

  it('of a job that the server itself holds is never a loss', () => {
    expect(judged(silentFor(72 * HOUR, { held: true, attempts: [] }))).toMatchObject({
      verdict: 'stalled',
      reason: 'no event for 3 d; 2 instances alive, last seen 9 s ago',
    });
  });
});

describe('poison', () => {
  it('is suspected after so many attempts without an end, though the job was just heard', () => {
    expect(judged(silentFor(0, { attempts: lostTries(10) }))).toEqual({
      verdict: 'lost',
      reason: 'attempted 10 times without an end: poison suspected',
    });
  });

  it('is not suspected before', () => {
    expect(judged(silentFor(0, { attempts: [...lostTries(9), anAttempt('RUNNING')] }))).toEqual({
      verdict: 'heard',
    });
  });

  it('counts attempts in a row: one that ended in any way begins the count anew', () => {
    expect(attemptsWithoutEnd([])).toBe(0);
    expect(attemptsWithoutEnd([anAttempt('RUNNING')])).toBe(0);
    expect(attemptsWithoutEnd(lostTries(3))).toBe(3);
    expect(attemptsWithoutEnd([...lostTries(3), anAttempt('RESUBMITTED')])).toBe(0);
    expect(
      attemptsWithoutEnd([...lostTries(3), anAttempt('FAILED'), ...lostTries(2), anAttempt('RUNNING')]),
    ).toBe(2);
  });
});
