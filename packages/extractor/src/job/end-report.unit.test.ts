import { expect, test } from 'vitest';
import type { HandlerEnd } from './handle-job.ts';
import { endReport } from './handle-job.ts';
import { fail, retryLater, skip, succeed } from './job.ts';
import { CancelledError, StoppingError } from './stop-reason.ts';

const ENDS: Record<string, HandlerEnd> = {
  returned: { kind: 'returned' },
  threw: { kind: 'threw', error: 'oops' },
  failed: fail('broken'),
  succeeded: succeed('fine'),
  skipped: skip('not mine'),
  'put off': retryLater('busy'),
};

const kindsAfter = (reason: unknown) =>
  Object.fromEntries(Object.entries(ENDS).map(([name, end]) => [name, endReport(end, reason).kind]));

test('without a cancel or a stop, every end is reported with its own kind', () => {
  expect(kindsAfter(undefined)).toEqual({
    returned: 'SUCCEEDED',
    threw: 'ERROR',
    failed: 'ERROR',
    succeeded: 'SUCCEEDED',
    skipped: 'SKIPPED',
    'put off': 'RESUBMITTED',
  });
  expect(endReport(retryLater('busy'), undefined)).toMatchObject({ retry_after_s: 60 });
});

test('after a cancel request every end but a success confirms the cancel', () => {
  for (const [name, end] of Object.entries(ENDS)) {
    const confirmed = endReport(end, new CancelledError()).cancelled ?? false;
    expect(confirmed, name).toBe(name !== 'succeeded');
  }
});

test('a job that the stop of the instance interrupted is given back', () => {
  expect(kindsAfter(new StoppingError())).toEqual({
    returned: 'RESUBMITTED',
    threw: 'RESUBMITTED',
    failed: 'RESUBMITTED',
    succeeded: 'SUCCEEDED',
    skipped: 'SKIPPED',
    'put off': 'RESUBMITTED',
  });
  expect(endReport({ kind: 'returned' }, new StoppingError())).toMatchObject({ retry_after_s: 0 });
});

test('a retry is delayed by 0 to 24 hours', () => {
  const after = (afterSeconds: number) =>
    endReport(retryLater('busy', { afterSeconds }), undefined).retry_after_s;
  expect([after(-5), after(Number.NaN), after(1e9), after(0.5)]).toEqual([0, 0, 86_400, 0.5]);
});
