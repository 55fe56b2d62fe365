import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JOB_STATES } from '../job/job.ts';
import { EVENT_KINDS } from '../job/job-event.ts';
import { type MatchableJob, matchReport, type UnmatchedReport } from './match-report.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

const aJob = (id: string, also: Partial<MatchableJob> = {}): MatchableJob => ({
  id,
  isInferred: false,
  isRetried: false,
  state: 'RUNNING',
  lastKind: 'STARTED',
  lastEventAt: NOW - 1_000,
  lastStartAt: NOW - 1_000,
  ...also,
});
const queued = (id: string, also: Partial<MatchableJob> = {}) =>
  aJob(id, { state: 'QUEUED', lastKind: 'QUEUED', lastStartAt: null, ...also });
const inferred = (id: string, also: Partial<MatchableJob> = {}) => aJob(id, { isInferred: true, ...also });
const retried = (id: string, also: Partial<MatchableJob> = {}) =>
  aJob(id, { isRetried: true, state: 'RESUBMITTED', lastKind: 'RESUBMITTED', ...also });
const failed = (id: string, also: Partial<MatchableJob> = {}) =>
  aJob(id, { state: 'FAILED', lastKind: 'ERROR', ...also });
const skipped = (id: string, also: Partial<MatchableJob> = {}) =>
  aJob(id, { state: 'SKIPPED', lastKind: 'SKIPPED', ...also });

/** @param others jobs of other extractors */
const match = (
  report: Partial<UnmatchedReport>,
  jobs: readonly MatchableJob[],
  { others = [], p99GapMs = null }: { others?: readonly MatchableJob[]; p99GapMs?: number | null } = {},
): string => {
  const named = (id: string) => {
    const job = [...jobs, ...others].find((each) => each.id === id);
    return job && { job, isOwn: jobs.includes(job) };
  };
  const answer = matchReport(
    { kind: 'PROCESSING', jobId: null, correlationId: null, ...report },
    { named, onResource: () => jobs, p99GapMs },
    NOW,
  );
  if (answer.match === 'found') return `${answer.job.id} by ${answer.by}`;
  return answer.match === 'begins' ? 'begins' : answer.reason;
};

describe('a report that names its job', () => {
  test('belongs to that job, whatever file it names', () => {
    expect(match({ jobId: 'a' }, [queued('a'), aJob('b')])).toBe('a by job_id');
  });

  test('is not matched to an unknown job or one of another extractor', () => {
    expect(match({ jobId: 'x', correlationId: 'a' }, [aJob('a')])).toBe('unknown_job');
    expect(match({ jobId: 'x' }, [aJob('a')], { others: [aJob('x')] })).toBe('other_extractor');
  });
});

describe('a report that answers a message', () => {
  test('belongs to the job of that message', () => {
    expect(match({ correlationId: 'a' }, [queued('a'), aJob('b')])).toBe('a by correlation_id');
    expect(match({ correlationId: 'i' }, [inferred('i')])).toBe('i by correlation_id');
  });

  test('is matched by its file if the correlation id is unknown', () => {
    expect(match({ correlationId: 'x' }, [aJob('a')])).toBe('a by rule');
    expect(match({ correlationId: 'x' }, [aJob('a')], { others: [aJob('x')] })).toBe('a by rule');
  });
});

describe('a report without any id', () => {
  test('belongs to the only open job', () => {
    const ended = aJob('old', { state: 'SUCCEEDED', lastKind: 'SUCCEEDED' });
    expect(match({}, [ended, queued('a')])).toBe('a by rule');
    expect(match({ kind: 'STARTED' }, [aJob('a')])).toBe('a by rule');
  });

  test('begins an inferred job if no or several jobs are open', () => {
    expect(match({}, [])).toBe('begins');
    expect(match({}, [aJob('a'), aJob('b')])).toBe('begins');
    expect(match({}, [aJob('a', { state: 'SUCCEEDED' })])).toBe('begins');
  });

  test('belongs to the latest inferred job', () => {
    expect(match({}, [inferred('i'), inferred('j')])).toBe('j by inferred');
    expect(match({ kind: 'SUCCEEDED' }, [inferred('i')])).toBe('i by inferred');
    expect(match({}, [aJob('a'), aJob('b'), inferred('i')])).toBe('i by inferred');
  });
});

describe('an inferred job', () => {
  test.each([
    ['STARTED', 'PROCESSING', 'RUNNING', 'begins'],
    ['STARTED', 'STARTED', 'RUNNING', 'begins'],
    ['SUBMITTED', 'PROCESSING', 'RUNNING', 'begins'],
    ['STARTED', 'SUBMITTED', 'SUBMITTED', 'i by inferred'],
    ['STARTED', 'RESUBMITTED', 'RESUBMITTED', 'i by inferred'],
    ['SUBMITTED', 'SUBMITTED', 'SUBMITTED', 'i by inferred'],
    ['STARTED', null, 'SUBMITTED', 'i by inferred'],
    ['STARTED', 'SUCCEEDED', 'SUCCEEDED', 'begins'],
    ['PROCESSING', 'ERROR', 'FAILED', 'begins'],
    ['PROCESSING', 'LOST', 'LOST', 'begins'],
    ['ERROR', 'PROCESSING', 'RUNNING', 'i by inferred'],
  ] as const)('%s after %s: %s, %s', (kind, lastKind, state, expected) => {
    expect(match({ kind }, [inferred('i', { lastKind, state })])).toBe(expected);
  });

  test('ends after 6 h of silence, or three times the usual gap', () => {
    const silent = (hours: number) => [inferred('i', { lastEventAt: NOW - hours * HOUR })];
    expect(match({}, silent(6))).toBe('i by inferred');
    expect(match({}, silent(6.1))).toBe('begins');
    expect(match({}, silent(9), { p99GapMs: 3 * HOUR })).toBe('i by inferred');
    expect(match({}, silent(9.1), { p99GapMs: 3 * HOUR })).toBe('begins');
  });
});

describe('done right after skip', () => {
  test('belongs to the job just skipped while another waits', () => {
    expect(match({ kind: 'SUCCEEDED' }, [skipped('s'), queued('a')])).toBe('s by rule');
    expect(match({ kind: 'SUCCEEDED' }, [skipped('s', { isInferred: true })])).toBe('s by inferred');
  });

  test('comes once', () => {
    const reported = skipped('s', { lastKind: 'SUCCEEDED' });
    expect(match({ kind: 'SUCCEEDED' }, [reported, queued('a')])).toBe('a by rule');
  });

  test('does not end a job that has begun since', () => {
    const before = skipped('s', { lastEventAt: NOW - 5_000 });
    expect(match({ kind: 'SUCCEEDED' }, [before, aJob('a')])).toBe('a by rule');
  });

  test('nothing else belongs to it', () => {
    expect(match({ kind: 'PROCESSING' }, [skipped('s'), queued('a')])).toBe('a by rule');
    expect(match({ kind: 'ERROR' }, [skipped('s', { isInferred: true })])).toBe('begins');
  });
});

describe('a report from a message that pyClowder put back without our correlation id', () => {
  test('belongs to the one job that is open, though it was resubmitted', () => {
    expect(match({ kind: 'STARTED' }, [retried('a')])).toBe('a by rule');
  });

  test('belongs to the one that was retried, where several are open', () => {
    const running = retried('b', { state: 'RUNNING', lastKind: 'STARTED' });
    expect(match({ kind: 'STARTED' }, [queued('a'), retried('b')])).toBe('b by rule');
    expect(match({ kind: 'ERROR' }, [queued('a'), running, aJob('c')])).toBe('b by rule');
    expect(match({ kind: 'STARTED' }, [retried('a'), retried('b')])).toBe('begins');
  });

  test('has no correlation id: one that has another comes from elsewhere', () => {
    expect(match({ correlationId: 'x' }, [queued('a'), retried('b')])).toBe('begins');
  });
});

describe('what follows an ERROR', () => {
  const line = { kind: 'RESUBMITTED', followsError: true } as const;

  test('belongs to the job that has just failed', () => {
    const old = failed('old', { lastEventAt: NOW - HOUR });
    expect(match(line, [old, failed('a')])).toBe('a by rule');
    expect(match({ ...line, kind: 'ERROR' }, [failed('a'), queued('b')])).toBe('a by rule');
    expect(match(line, [failed('i', { isInferred: true })])).toBe('i by inferred');
  });

  test('belongs to the open job where the ERROR was lost, or its job goes on', () => {
    expect(match(line, [aJob('a')])).toBe('a by rule');
    expect(match(line, [failed('old', { lastEventAt: NOW - HOUR }), aJob('a')])).toBe('a by rule');
  });

  test('nothing else belongs to a failed job', () => {
    expect(match({ kind: 'RESUBMITTED' }, [failed('a')])).toBe('begins');
    expect(match({ kind: 'ERROR' }, [failed('a')])).toBe('begins');
  });
});

test('every report without a job id is matched or begins a job', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const job = fc.record({
    id,
    isInferred: fc.boolean(),
    isRetried: fc.boolean(),
    state: fc.constantFrom(...JOB_STATES),
    lastKind: fc.option(fc.constantFrom(...EVENT_KINDS)),
    lastEventAt: fc.integer({ min: 0, max: NOW }),
    lastStartAt: fc.option(fc.integer({ min: 0, max: NOW })),
  });
  fc.assert(
    fc.property(
      fc.array(job, { maxLength: 4 }),
      fc.constantFrom(...EVENT_KINDS),
      fc.option(fc.constantFrom('a', 'x')),
      fc.boolean(),
      (jobs, kind, correlationId, followsError) => {
        expect(match({ kind, correlationId, followsError }, jobs)).toMatch(/^(?:begins|[abc] by \w+)$/);
      },
    ),
  );
});
