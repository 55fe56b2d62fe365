import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';
import { createPlan, type Fault, type Plan } from './plan.ts';
import { createDraw } from './random.ts';
import { describePlan, findShortest } from './shorten.ts';
import { createTimeline } from './timeline.ts';

describe('the options', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({ kind: 'run', options: { hours: 48, seed: 1, extractors: 200 } });
  });

  it.each([['--hours', '0'], ['--seed', '-1'], ['--extractors', 'many'], ['--nothing'], ['more']])(
    '%s %s are refused',
    (...args) => {
      expect(readOptions(args)).toMatchObject({ kind: 'problem' });
    },
  );
});

describe('a plan', () => {
  it('is the same for the same seed, and another one for another', () => {
    const options = { seed: 4, hours: 5, extractors: 8 };
    expect(createPlan(options)).toEqual(createPlan(options));
    expect(createPlan({ ...options, seed: 5 })).not.toEqual(createPlan(options));
  });
});

describe('a draw', () => {
  it('depends on the seed and the names alone', () => {
    const draw = createDraw(1);
    const first = draw('a', 1);
    draw('b');
    expect(draw('a', 1)).toBe(first);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThan(1);
  });
});

describe('a timeline', () => {
  it('runs acts in order of time, and those of one instant in the order added', async () => {
    const timeline = createTimeline(0);
    const ran: string[] = [];
    timeline.at(20, () => void ran.push(`c at ${timeline.now()}`));
    timeline.at(10, () => {
      ran.push('a');
      timeline.after(5, () => void ran.push(`b at ${timeline.now()}`));
    });
    timeline.at(20, () => void ran.push('d'));
    timeline.at(31, () => void ran.push('too late'));
    await timeline.runUntil(30);
    expect(ran).toEqual(['a', 'b at 15', 'c at 20', 'd']);
    expect(timeline.now()).toBe(30);
  });
});

describe('the shortest history', () => {
  const plan = createPlan({ seed: 1, hours: 20, extractors: 5 });
  const needed: Fault = { at: plan.start + 1, fault: 'broker stops', forMs: 1_000 };
  const failing: Plan = {
    ...plan,
    faults: [...plan.faults, needed].toSorted((one, other) => one.at - other.at),
  };
  const violation = { jobId: 'job', extractor: plan.extractors[0]?.name ?? '', what: 'is LOST' };

  it('keeps one extractor, and only what the violation needs', async () => {
    const shortest = await findShortest(failing, violation, async ({ faults, submissions }) =>
      faults.includes(needed) && submissions.length > 0 ? [violation] : [],
    );
    expect(shortest.extractors).toEqual([plan.extractors[0]]);
    expect(shortest.faults).toEqual([needed]);
    expect(shortest.submissions).toHaveLength(1);
    expect(describePlan(shortest).split('\n')).toHaveLength(3);
  });
});
