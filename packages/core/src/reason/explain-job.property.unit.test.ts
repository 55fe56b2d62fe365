import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../job/apply-event.ts';
import { hostileEvent, stampedEvent } from '../job/event.builder.ts';
import { aJob } from '../job/job.builder.ts';
import { isTerminal, JOB_STATES, type JobProgress, REASON_CODES, type Reason } from '../job/job.ts';
import { NOW, TIMED_OUT } from './explain.builder.ts';
import { type Circumstances, type ExtractorFacts, explainJob } from './explain-job.ts';
import { REASONS } from './reason-descriptions.ts';

const instant = fc.integer({ min: -1, max: 2 * NOW });
const count = fc.oneof(fc.nat(3), fc.nat(100_000));

const anyExtractor: fc.Arbitrary<ExtractorFacts> = fc.record({
  extractor: fc.string(),
  enabled: fc.boolean(),
  waitsForApproval: fc.boolean(),
  disabled: fc.option(fc.record({ by: fc.option(fc.string()), at: instant })),
  paused: fc.option(fc.record({ by: fc.option(fc.string()), at: instant, reason: fc.option(fc.string()) })),
  queue: fc.option(fc.string()),
  queueIsMissing: fc.boolean(),
  consumers: fc.option(count),
  instancesAlive: count,
  instancesLate: count,
  instanceSeenAt: fc.option(instant),
  running: count,
  nextWaitsSince: fc.option(instant),
  usualGap: fc.option(fc.record({ p99Ms: fc.double({ min: 0 }), gaps: count })),
  runTimes: fc.array(
    fc.record({
      size: fc.nat(5),
      runs: count,
      meanMs: fc.double({ min: 0 }),
      deviationMs: fc.double({ min: 0 }),
    }),
    { maxLength: 6 },
  ),
});

const anyCircumstances: fc.Arbitrary<Circumstances> = fc.record({
  lane: fc.constantFrom('http' as const, 'rabbitmq' as const, null),
  extractor: fc.option(anyExtractor, { freq: 20 }),
  line: fc.option(
    fc.record({
      ahead: fc.option(count),
      aheadIsLeast: fc.boolean(),
      aheadBySize: fc.array(count, { maxLength: 6 }),
      availableAt: fc.oneof(fc.constant(0), instant),
    }),
  ),
  broker: fc.option(
    fc.record({
      state: fc.constantFrom('connected' as const, 'away' as const, 'blocked' as const, 'unheard' as const),
      detail: fc.string(),
    }),
  ),
  maxAttempts: fc.integer({ min: 1, max: 1_000 }),
});

const anyJob: fc.Arbitrary<JobProgress> = fc.oneof(
  fc
    .array(fc.oneof(hostileEvent, stampedEvent), { maxLength: 12 })
    .map((events) => replay({ submittedAt: 500 }, events)),
  fc.constantFrom(TIMED_OUT, ...Object.values(aJob).map((build) => build())),
);

const isExplained = ({ state, reason: stored }: JobProgress, reason: Reason | null): boolean =>
  isTerminal(state) ? reason === stored : (reason?.text ?? '').trim() !== '';

describe('whatever is known of a job', () => {
  it('every job that is not over has a reason with a sentence, and none throws', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyJob, anyCircumstances, instant, (job, circumstances, now) => {
        const reason = explainJob(job, circumstances, now);
        expect(isExplained(job, reason)).toBe(true);
        if (reason !== null) seen.add(reason.code);
        expect(reason?.text ?? '').not.toMatch(/undefined|NaN|null/);
      }),
      { numRuns: 3_000 },
    );
    expect([...seen].toSorted()).toEqual(REASON_CODES.toSorted());
  });

  it('a computed reason has the facts that are documented for its code', () => {
    fc.assert(
      fc.property(anyJob, anyCircumstances, (job, circumstances) => {
        const reason = explainJob(job, circumstances, NOW);
        // What an event gave is as old as the event.
        if (reason === null || reason.facts === job.reason?.facts || reason.text === reason.code) return;
        expect(new Set(Object.keys(reason.facts))).toEqual(new Set(REASONS[reason.code].facts));
      }),
      { numRuns: 2_000 },
    );
  });

  it('every state is tried', () => {
    const states = new Set<string>();
    fc.assert(
      fc.property(anyJob, ({ state }) => void states.add(state)),
      { numRuns: 1_000 },
    );
    expect([...states].toSorted()).toEqual(JOB_STATES.toSorted());
  });
});
