import { expect, test } from 'vitest';
import { aJob, aReason } from './builders.ts';
import { reasonRefresh } from './job-reason.tsx';

test('jobs are loaded again while one of them waits, is silent, or is to be cancelled', () => {
  const silent = aJob.running({ reason: aReason('silent', 'Silent for 42 min') });
  const cancelling = aJob.running({ reason: aReason('cancelling', 'Cancel requested 3 s ago') });
  for (const job of [aJob.submitted(), aJob.queued(), aJob.retrying(), silent, cancelling])
    expect(reasonRefresh([aJob.done(), job])).toBe(4_000);
});

test('jobs that run as usual or are over are not loaded again', () => {
  expect(reasonRefresh([aJob.running(), aJob.done(), aJob.failed(), aJob.lost(), aJob.cancelled()])).toBe(
    false,
  );
  expect(reasonRefresh([])).toBe(false);
});
