import { createTestDatabase } from '@pawprint/testing';
import { describe, expect, it } from 'vitest';
import { runHistory } from './history.ts';
import { createPlan, type Fault, type Plan } from './plan.ts';
import type { History } from './verdict.ts';

const HOUR = 3_600_000;

/** Two hours with every kind of fault in them, and a cancel. */
const aPlan = (seed: number): Plan => {
  const plan = createPlan({ seed, hours: 2, extractors: 6 });
  const [first = '', second = ''] = plan.extractors
    .filter(({ lane }) => lane === 'rabbitmq')
    .map(({ name }) => name);
  const at = plan.start + HOUR / 2;
  const faults: readonly Fault[] = [
    { at, fault: 'queue is deleted', extractor: first },
    { at: at + 60_000, fault: 'server stops', forMs: 120_000 },
    { at: at + 240_000, fault: 'broker stops', forMs: 30_000 },
    { at: at + 360_000, fault: 'instance dies', extractor: second, instance: 0, forMs: 600_000 },
    { at: at + 600_000, fault: 'server is replaced', forMs: 60_000 },
    { at: at + 900_000, fault: 'server dies', forMs: 60_000 },
    ...plan.faults,
  ];
  return {
    ...plan,
    submissions: plan.submissions.map((each, index) =>
      index === 0 ? { ...each, cancelledAfterMs: 60_000 } : each,
    ),
    faults: faults.toSorted((one, other) => one.at - other.at),
  };
};

const run = async (plan: Plan): Promise<History> => {
  const database = await createTestDatabase();
  try {
    return await runHistory(plan, database.db);
  } finally {
    await database.drop();
  }
};

describe('two simulated hours', () => {
  it('end with every job over, none lost without need, and the same way each time', async () => {
    const history = await run(aPlan(3));
    expect(history.violations).toEqual([]);
    expect(history.jobs).toBeGreaterThan(0);
    expect(await run(aPlan(3))).toEqual(history);
  });
});
