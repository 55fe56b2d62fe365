import type { ExtractorFacts } from '@pawprint/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AlertCondition,
  type AlertRule,
  type AlertState,
  type KnownOfExtractors,
  lookAtRule,
  nextPhase,
  targetOfAlert,
  textOfAlert,
  titleOfAlert,
} from './alert-rule.ts';
import type { Load } from './extractor.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const aRule = (condition: AlertCondition, also: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r1',
  condition,
  holdMs: 0,
  userId: 'ana',
  channels: { mail: false, webhookId: null },
  createdAt: 0,
  state: null,
  ...also,
});

const waiting = (jobs: number, sinceMs: number): Load => ({
  states: {},
  waiting: jobs,
  running: 0,
  oldestWaitingAt: jobs === 0 ? null : NOW - sinceMs,
  oldestRunningAt: null,
});

const facts = (name: string, also: Partial<ExtractorFacts> = {}): [string, ExtractorFacts] => [
  name,
  {
    extractor: name,
    enabled: true,
    waitsForApproval: false,
    disabled: null,
    paused: null,
    queue: null,
    queueIsMissing: false,
    consumers: null,
    instancesAlive: 0,
    instancesLate: 0,
    instanceSeenAt: NOW - HOUR,
    running: 0,
    nextWaitsSince: null,
    usualGap: null,
    runTimes: [],
    ...also,
  },
];

const known = (also: Partial<KnownOfExtractors> = {}): KnownOfExtractors => ({
  loads: new Map(),
  facts: new Map(),
  ended: new Map(),
  ...also,
});

const stateOf = (condition: AlertCondition, of: KnownOfExtractors): AlertState =>
  lookAtRule(aRule(condition), of, NOW).state;

const OLDEST = { kind: 'oldest_waiting', extractor: null, longerThanMs: 10 * MINUTE } as const;

test('the oldest waiting job of any extractor is compared, the worst named first', () => {
  const loads = new Map([
    ['a', waiting(1, 11 * MINUTE)],
    ['b', waiting(2, HOUR)],
    ['c', waiting(3, 9 * MINUTE)],
    ['d', waiting(0, 0)],
  ]);
  expect(stateOf(OLDEST, known({ loads }))).toMatchObject({ value: HOUR, extractors: ['b', 'a'] });
  const ofOne = { ...OLDEST, extractor: 'c' };
  expect(stateOf(ofOne, known({ loads }))).toMatchObject({ value: 9 * MINUTE, extractors: [] });
  expect(stateOf({ ...OLDEST, extractor: 'd' }, known({ loads }))).toMatchObject({ value: null });
});

const FAILED = {
  kind: 'failed_percent',
  extractor: null,
  moreThanPercent: 20,
  withinMs: HOUR,
  minEnded: 10,
} as const;

test('a share of failures counts only where enough jobs have ended', () => {
  const ended = new Map([
    [
      HOUR,
      new Map([
        ['few', { ended: 9, failed: 9 }],
        ['half', { ended: 10, failed: 5 }],
        ['just', { ended: 10, failed: 2 }],
      ]),
    ],
  ]);
  expect(stateOf(FAILED, known({ ended }))).toMatchObject({ value: 50, extractors: ['half'] });
  expect(stateOf({ ...FAILED, extractor: 'few' }, known({ ended }))).toMatchObject({ value: null });
});

const NO_INSTANCE = { kind: 'no_instance', extractor: null } as const;

test('of any extractor without an instance, only those with waiting jobs count', () => {
  const of = known({
    loads: new Map([
      ['busy', waiting(1, 0)],
      ['running', waiting(1, 0)],
      ['consumed', waiting(1, 0)],
      ['paused', waiting(1, 0)],
      ['off', waiting(1, 0)],
    ]),
    facts: new Map([
      facts('busy'),
      facts('idle'),
      facts('running', { instancesAlive: 1 }),
      facts('consumed', { queue: 'consumed', consumers: 1 }),
      facts('paused', { paused: { by: 'Ana', at: 0, reason: null } }),
      facts('off', { enabled: false }),
    ]),
  });
  expect(stateOf(NO_INSTANCE, of)).toMatchObject({ value: 1, extractors: ['busy'] });
  expect(stateOf({ ...NO_INSTANCE, extractor: 'idle' }, of)).toMatchObject({ extractors: ['idle'] });
  expect(stateOf({ ...NO_INSTANCE, extractor: 'paused' }, of)).toMatchObject({ extractors: [] });
});

test('begins and ends alternate, each after it has held for the whole time', () => {
  const looks = fc.array(
    fc.record({ afterMs: fc.integer({ min: 1, max: 10 * MINUTE }), holds: fc.boolean() }),
  );
  fc.assert(
    fc.property(looks, fc.integer({ min: 0, max: 10 * MINUTE }), (all, holdMs) => {
      let phase: Pick<AlertState, 'alertingSince' | 'changingSince'> = {
        alertingSince: null,
        changingSince: null,
      };
      let now = NOW;
      let isTold = false;
      // Since when every look has seen the same.
      let same = { holds: false, since: Number.NEGATIVE_INFINITY };
      for (const { afterMs, holds } of all) {
        now += afterMs;
        if (holds !== same.holds) same = { holds, since: now };
        const { news, ...next } = nextPhase(phase, holds, holdMs, now);
        const hasHeld = now - same.since >= holdMs;
        expect(news?.kind).toBe(holds !== isTold && hasHeld ? (holds ? 'begins' : 'ends') : undefined);
        if (news) isTold = holds;
        expect(next.alertingSince !== null).toBe(isTold);
        phase = next;
      }
    }),
  );
});

test('an alert has lasted from when it began to hold until it no longer held', () => {
  const at = (minutes: number, holds: boolean, before: Pick<AlertState, 'alertingSince' | 'changingSince'>) =>
    nextPhase(before, holds, 5 * MINUTE, NOW + minutes * MINUTE);
  const first = at(0, true, { alertingSince: null, changingSince: null });
  const begun = at(5, true, first);
  expect(begun).toMatchObject({ alertingSince: NOW, news: { kind: 'begins' } });
  const over = at(17, false, at(12, false, begun));
  expect(over.news).toEqual({ kind: 'ends', lastedMs: 12 * MINUTE });
});

test('an alert that ends still names what it was about', () => {
  const alerting = {
    alertingSince: NOW - HOUR,
    changingSince: null,
    value: 1,
    extractors: ['busy'],
    lookedAt: NOW,
  };
  const look = lookAtRule(aRule(NO_INSTANCE, { state: alerting }), known(), NOW);
  expect(look).toMatchObject({ news: { kind: 'ends' }, state: { value: 0, extractors: ['busy'] } });
});

test.each([
  [
    OLDEST,
    12 * MINUTE,
    ['a'],
    'a: the oldest job has waited for 12 min',
    'extractor:a state:submitted,queued,retrying',
  ],
  [
    OLDEST,
    12 * MINUTE,
    ['a', 'b'],
    'a and 1 more: the oldest job has waited for 12 min',
    'extractor:a,b state:submitted,queued,retrying',
  ],
  [FAILED, 49.7, ['a'], 'a: 50 % of the jobs failed within 60 min', 'extractor:a state:failed,lost'],
  [
    NO_INSTANCE,
    2,
    ['a', 'b'],
    '2 extractors have no instance',
    'extractor:a,b state:submitted,queued,retrying',
  ],
] as const)('%o says what is and leads to the jobs', (condition, value, extractors, title, query) => {
  const begins = { kind: 'begins' } as const;
  expect(titleOfAlert({ condition }, { value, extractors }, begins)).toBe(title);
  expect(targetOfAlert(condition, { extractors })).toEqual({ jobId: null, query, extractor: null });
  expect(textOfAlert({ condition }, { extractors }, begins)).toContain('You are told when');
});

test('a single extractor without an instance leads to its page, and the end says how long it was', () => {
  const state = { value: 0, extractors: ['a'] };
  expect(targetOfAlert(NO_INSTANCE, state)).toEqual({ jobId: null, query: null, extractor: 'a' });
  const ends = { kind: 'ends', lastedMs: 12 * MINUTE } as const;
  expect(titleOfAlert({ condition: { ...NO_INSTANCE, extractor: 'a' } }, state, ends)).toBe(
    'Over after 12 min: a has no instance',
  );
});
