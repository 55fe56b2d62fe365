import { expect, test } from 'vitest';
import { anExtractor, at } from '../../jobs/builders.ts';
import { anInstance, aQueue } from '../builders.ts';
import { aComparison, aRun, someStatistics } from '../statistics/builders.ts';
import { clearingText, failedText, findProblem, usualWaitText } from './health-texts.ts';

const { recent } = someStatistics();
const healthy = {
  extractor: anExtractor({ instances: { live: 1, late: 0, stopped: 0, gone: 0 }, last_seen_at: at(0) }),
  instances: [anInstance()],
  recent,
  comparison: null,
  runs: [],
  now: Date.parse(at(0)),
};

test('a healthy extractor has no sentence', () => {
  expect(findProblem(healthy)).toBeNull();
});

test('an extractor without an instance says how many jobs wait', () => {
  const extractor = anExtractor({
    instances: { live: 0, late: 0, stopped: 0, gone: 2 },
    waiting: 14,
    last_seen_at: at(0),
  });
  expect(findProblem({ ...healthy, extractor })?.text).toBe(
    'No instance is running. 14 jobs wait for one to start.',
  );
  const isNew = anExtractor({
    instances: { live: 0, late: 0, stopped: 0, gone: 0 },
    waiting: 0,
    last_seen_at: null,
  });
  expect(findProblem({ ...healthy, extractor: isNew })).toBeNull();
});

test('a pause comes first, and says what it holds', () => {
  const paused = { by: 'Ada', at: at(-5 * 60_000), reason: null };
  const text = (waiting: number, ready: number) => {
    const extractor = anExtractor({
      dispatch_paused: paused,
      waiting,
      queue: aQueue({ ready }),
      instances: { live: 0, late: 0, stopped: 0, gone: 0 },
    });
    return findProblem({ ...healthy, extractor })?.text;
  };
  expect(text(0, 0)).toBe('Dispatch paused by Ada 5 min ago. New jobs wait until it is resumed.');
  expect(text(3, 1)).toBe(
    'Dispatch paused by Ada 5 min ago. 2 jobs wait until it is resumed. 1 message already in its RabbitMQ queue is not held.',
  );
});

test('a switch comes before a pause, and says what waits', () => {
  const text = (over: Partial<typeof healthy.extractor>) => {
    const extractor = anExtractor({ enabled: false, waiting: 0, ...over });
    return findProblem({ ...healthy, extractor })?.text;
  };
  const switched = { by: 'Ada', at: at(-5 * 60_000) };
  expect(text({ switched })).toBe('Switched off by Ada 5 min ago. It gets no new jobs.');
  expect(text({ switched, waiting: 2 })).toBe(
    'Switched off by Ada 5 min ago. 2 jobs wait until it is switched on.',
  );
  expect(text({ waits_for_approval: true })).toBe('It gets no jobs until an operator approves it.');
});

test('a late instance is told apart from a silent job', () => {
  const late = anInstance({ status: 'late', last_seen_at: at(-14 * 60_000), interval_ms: 300_000 });
  const run = aRun({
    id: '01a20f3e-7d41-7c02-9a51-0000c55e90b7',
    state: 'RUNNING',
    last_event_at: at(-3_000),
    attempts: [
      { number: 1, outcome: 'RUNNING', started_at: at(-60_000), ended_at: null, instance_id: late.id },
    ],
  });
  const text = (runs: typeof healthy.runs | [typeof run]) =>
    findProblem({ ...healthy, instances: [late], runs })?.text;
  expect(text([run])).toBe(
    'Instance 000081c2 was last seen 14 min ago; it reports every 5 min. Its job c55e90b7 still reports.',
  );
  expect(text([{ ...run, last_event_at: at(-20 * 60_000) }])).toMatch(
    /Its job c55e90b7 last reported 20 min ago\.$/,
  );
  expect(text([])).not.toContain('Its job');
});

test('a version that fails more often is named with both shares', () => {
  const { comparison } = aComparison();
  expect(findProblem({ ...healthy, comparison })?.text).toBe(
    '2.0 fails more often than 1.9: 4.0 % instead of 0.1 %.',
  );
});

test('an unusual wait is compared with the usual one', () => {
  const extractor = { ...healthy.extractor, oldest_waiting_s: 600 };
  expect(findProblem({ ...healthy, extractor })?.text).toMatch(
    /^The oldest job has waited 10 min 0 s; .* 12\.0 s\.$/,
  );
});

test('figures say what is usual', () => {
  expect(clearingText(14, recent)).toBe('about 21 min to clear at the present rate');
  expect(clearingText(0, recent)).toBeUndefined();
  expect(usualWaitText(recent)).toBe('usual: under 12.0 s (p95)');
  expect(failedText(recent)).toBe('41 of 1,414');
});
