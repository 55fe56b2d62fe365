import { describe, expect, test } from 'vitest';
import { aJob, at } from './builders.ts';
import { cancelSummary, latestMessage, submitterOf, versionText } from './job-text.ts';

describe('the latest message', () => {
  const latest = (message: string) => ({ kind: 'PROCESSING', message, at: at(0) });

  test('is the first line that is not empty', () => {
    const job = aJob.running({ latest: latest('\n  Found 3 lines\nand more') });
    expect(latestMessage(job)).toBe('Found 3 lines');
  });

  test('is empty if it is a stock phrase', () => {
    for (const phrase of ['Started processing.', 'Downloading file.', 'DONE', 'Done processing.'])
      expect(latestMessage(aJob.done({ latest: latest(phrase) }))).toBe('');
  });
});

test('the version is the known one, or those that it may be', () => {
  expect(versionText(aJob.done({ extractor_version: '2.0' }))).toBe('2.0');
  const unknown = { extractor_version: null, extractor_version_candidates: ['2.0', '3.1'] };
  expect(versionText(aJob.done(unknown))).toBe('2.0 or 3.1');
  expect(versionText(aJob.queued({ extractor_version: null }))).toBe('');
});

describe('the submitter', () => {
  test('is a person without a trigger for a job submitted by hand', () => {
    expect(submitterOf(aJob.queued())).toEqual({ name: 'Ana Ruiz', trigger: '', known: true });
  });

  test('is the uploader with the trigger for an upload job', () => {
    expect(submitterOf(aJob.queued({ trigger: 'upload' }))).toEqual({
      name: 'Ana Ruiz',
      trigger: 'upload',
      known: true,
    });
  });

  test('is the trigger if no person submitted the job', () => {
    expect(submitterOf(aJob.queued({ submitted_by: null, trigger: 'dataset' })).name).toBe('dataset');
  });

  test('is unknown for an inferred job', () => {
    expect(submitterOf(aJob.done({ submitted_by: null, trigger: 'legacy' }))).toEqual({
      name: 'unknown',
      trigger: '',
      known: false,
    });
  });
});

describe('the summary of a cancel', () => {
  const formatTime = () => '12:54:02';
  const cancelled = (outcome: 'never_ran' | 'stopped' | 'finished_anyway') =>
    aJob.cancelled({
      cancel: { requested_by: { id: 'u1', name: 'Ana Ruiz' }, requested_at: at(0), outcome },
    });

  test('names each of the three outcomes', () => {
    const summaries = (['never_ran', 'stopped', 'finished_anyway'] as const).map((outcome) =>
      cancelSummary(cancelled(outcome), formatTime),
    );
    expect(summaries).toEqual([
      'Ana Ruiz requested to cancel it at 12:54:02. It never ran.',
      'Ana Ruiz requested to cancel it at 12:54:02. The extractor confirmed and stopped.',
      'Ana Ruiz requested to cancel it at 12:54:02. It finished anyway: the extractor could not be notified. What it uploaded after the request was refused.',
    ]);
  });

  test('says that the extractor has not ended yet', () => {
    const job = aJob.running({ cancel: { requested_by: null, requested_at: at(0), outcome: null } });
    expect(cancelSummary(job, formatTime)).toBe(
      'Somebody requested to cancel it at 12:54:02. The extractor has not ended yet; what it uploads from now on is refused.',
    );
  });

  test('is null without a request to cancel', () => {
    expect(cancelSummary(aJob.running(), formatTime)).toBeNull();
  });
});
