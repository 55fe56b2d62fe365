import { expect, test } from 'vitest';
import { compareVersions, shareInterval, type VersionFigures } from './compare-versions.ts';
import { histogramOf } from './histogram.ts';

/** The same numbers in every run. */
const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const random = createRandom(12);

/** Run times as they are met: many short ones, few long ones. */
const runTimes = (count: number, medianMs: number): number[] =>
  Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.round(medianMs * Math.exp(normal / 2));
  });

const figures = (jobs: number, medianMs: number, failedShare: number): VersionFigures => ({
  jobs,
  failed: Array.from({ length: jobs }, random).filter((number) => number < failedShare).length,
  retried: 0,
  run: histogramOf(runTimes(jobs, medianMs)),
});

const verdicts = (one: VersionFigures, other: VersionFigures) =>
  Object.fromEntries(compareVersions(one, other).map(({ measure, verdict }) => [measure, verdict]));

test('a version that fails more often is worse, one that is faster is better', () => {
  const [newer, older] = [figures(1_000, 2_100, 0.04), figures(40_000, 3_200, 0.001)];
  expect(verdicts(newer, older)).toEqual({
    failed: 'worse',
    retried: 'same',
    run_p50: 'better',
    run_p95: 'better',
  });
  const [failed, , p50] = compareVersions(newer, older);
  expect(failed?.difference).toMatch(/^\+[34]\.\d points$/);
  expect(failed?.interval).toMatch(/^\+\d\.\d to \+\d\.\d points$/);
  expect(p50?.difference).toMatch(/^−3\d %$/);
});

test('two samples of one distribution differ in few of many comparisons', () => {
  const trials = 300;
  const differing = { failed: 0, run_p50: 0, run_p95: 0 };
  for (let trial = 0; trial < trials; trial += 1)
    for (const { measure, verdict } of compareVersions(figures(200, 3_000, 0.1), figures(300, 3_000, 0.1)))
      if (measure !== 'retried' && verdict !== 'same') differing[measure] += 1;
  for (const count of Object.values(differing)) expect(count).toBeLessThan(trials * 0.08);
});

test('too few runs leave a comparison open', () => {
  expect(verdicts(figures(8, 2_000, 0), figures(4_000, 2_000, 0))).toEqual({
    failed: 'unknown',
    retried: 'unknown',
    run_p50: 'same',
    run_p95: 'unknown',
  });
  expect(verdicts(figures(0, 2_000, 0), figures(0, 2_000, 0))).toMatchObject({ run_p50: 'unknown' });
});

test('the interval of a share contains it, even of none and of all', () => {
  expect(shareInterval(0, 100)).toMatchObject({ estimate: 0, low: 0 });
  expect(shareInterval(0, 100)?.high).toBeCloseTo(0.037, 3);
  expect(shareInterval(100, 100)).toMatchObject({ estimate: 1, high: 1 });
  expect(shareInterval(41, 1_414)).toMatchObject({ estimate: 41 / 1_414 });
  expect(shareInterval(0, 0)).toBeNull();
});
