import { describe, expect, test } from 'vitest';
import { aJob, anExtractor } from './builders.ts';
import { waitingReason } from './waiting-reason.tsx';

describe('the reason why a job waits', () => {
  const formatTime = () => '3 Oct';
  const reason = (job = aJob.queued(), extractor = anExtractor()) =>
    waitingReason(job, extractor, formatTime);

  test('counts the other waiting jobs and the live instances', () => {
    expect(reason(undefined, anExtractor({ waiting: 15, instances: { live: 2, late: 0, gone: 0 } }))).toBe(
      'Waiting with 14 others, 2 instances alive',
    );
  });

  test('says that the only waiting job is next', () => {
    expect(reason()).toBe('Waiting: next in line, 1 instance alive');
  });

  test('does not count a late instance as alive', () => {
    expect(reason(undefined, anExtractor({ instances: { live: 0, late: 1, gone: 0 } }))).toBe(
      'Waiting: next in line, 1 instance late',
    );
  });

  test('says when an instance was last seen if none is running', () => {
    expect(reason(undefined, anExtractor({ instances: { live: 0, late: 0, gone: 3 } }))).toBe(
      'No instance running, last seen 3 Oct',
    );
  });

  test('says that no instance was ever seen', () => {
    const extractor = anExtractor({ instances: { live: 0, late: 0, gone: 0 }, last_seen_at: null });
    expect(reason(undefined, extractor)).toBe('No instance running, none seen so far');
  });

  test('gives the error of the attempt before a retry', () => {
    const job = aJob.retrying({ error: { message: '(#1) service unavailable', attempt: 1 } });
    expect(reason(job)).toBe('Waiting: next in line, 1 instance alive; attempt 1: service unavailable');
  });

  test('says why a job is not dispatched and that it is retried', () => {
    expect(reason(aJob.submitted({ reason: 'the broker is away' }))).toBe(
      'Not dispatched yet, will be retried automatically: the broker is away',
    );
    expect(waitingReason(aJob.submitted(), undefined, formatTime)).toBe('Not dispatched yet');
  });

  test('is the queue for a job that is held without a reason', () => {
    expect(reason(aJob.submitted())).toBe('Waiting: next in line, 1 instance alive');
  });

  test('says first that the extractor is switched off', () => {
    const off = anExtractor({ enabled: false });
    for (const job of [aJob.submitted({ reason: 'the broker is away' }), aJob.queued()])
      expect(reason(job, off)).toBe(
        'The extractor is switched off: waiting until an administrator switches it on',
      );
  });

  test('is only that the job waits until the extractors are loaded', () => {
    expect(waitingReason(aJob.queued(), undefined, formatTime)).toBe('Waiting');
  });
});
