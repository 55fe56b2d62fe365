import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateWait, type RunTimes } from './estimate-wait.ts';

const small: RunTimes = { size: 1, runs: 100, meanMs: 10_000, deviationMs: 1_000 };
const large: RunTimes = { size: 3, runs: 100, meanMs: 100_000, deviationMs: 0 };

/** `large` large and `small` small jobs ahead. */
const ahead = (counts: { readonly small?: number; readonly large?: number }) => [
  0,
  counts.small ?? 0,
  0,
  counts.large ?? 0,
  0,
  0,
];

const work = { waitingBySize: ahead({ small: 10 }), running: 1, instancesAlive: 1 };

const middleOf = (estimate: ReturnType<typeof estimateWait>): number =>
  estimate === null ? Number.NaN : (estimate.lowMs + estimate.highMs) / 2;

describe('an estimate of a wait', () => {
  it('adds up the jobs ahead, and half of what runs', () => {
    expect(middleOf(estimateWait(work, [small]))).toBe(105_000);
  });

  it('counts each job by the size of its resource', () => {
    const mixed = { ...work, waitingBySize: ahead({ small: 10, large: 2 }), running: 2, instancesAlive: 2 };
    expect(middleOf(estimateWait(mixed, [small, large]))).toBe((10 * 10_000 + 2 * 100_000 + 55_000) / 2);
  });

  it('is shared among all that are at work', () => {
    const shared = { ...work, running: 5, instancesAlive: 2 };
    expect(middleOf(estimateWait(shared, [small]))).toBe((100_000 + 25_000) / 5);
  });

  it('is the wider, the less regular the extractor was', () => {
    const width = (deviationMs: number): number => {
      const estimate = estimateWait(work, [{ ...small, deviationMs }]);
      return estimate === null ? Number.NaN : estimate.highMs - estimate.lowMs;
    };
    expect(width(8_000)).toBeGreaterThan(width(1_000));
  });

  it.each([
    ['of a size that was seen too rarely', { ...work, waitingBySize: ahead({ large: 1 }) }, [small]],
    ['without history', work, []],
    ['after four runs', work, [{ ...small, runs: 4 }]],
    ['where an instance is free', { ...work, instancesAlive: 2 }, [small]],
    ['where nobody is at work', { ...work, running: 0, instancesAlive: 0 }, [small]],
  ])('%s is none', (_, ahead, history) => {
    expect(estimateWait(ahead, history)).toBeNull();
  });

  it('is a finite interval from 0 on, or none', () => {
    const times = fc.record({
      size: fc.nat(5),
      runs: fc.nat(300),
      meanMs: fc.double({ min: 0, noNaN: true }),
      deviationMs: fc.double({ min: 0, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { maxLength: 6 }),
        fc.nat(50),
        fc.nat(50),
        fc.array(times, { maxLength: 6 }),
        (waitingBySize, running, instancesAlive, history) => {
          const estimate = estimateWait({ waitingBySize, running, instancesAlive }, history);
          if (estimate === null) return;
          expect(estimate.lowMs).toBeGreaterThanOrEqual(0);
          expect(estimate.highMs).toBeGreaterThanOrEqual(estimate.lowMs);
          expect(Number.isFinite(estimate.highMs)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
