import { describe, expect, test } from 'vitest';
import { after } from '../job/after.builder.ts';
import { anEvent } from '../job/event.builder.ts';
import { aJob } from '../job/job.builder.ts';
import type { JobProgress } from '../job/job.ts';
import type { EventKind } from '../job/job-event.ts';
import { interpretReport } from './interpret-report.ts';

const FAILED_TRY = 'Error processing file : Unexpected end of stream';

/** The job after these lines of progress. */
const saying = (job: JobProgress, ...lines: readonly string[]): JobProgress =>
  after(job, ...lines.map((message) => anEvent('PROCESSING', { message })));

const meant = (kind: EventKind, message: string, job: JobProgress) => interpretReport({ kind, message }, job);

describe('the first line of a try of jclowder', () => {
  const first = (job: JobProgress) => meant('PROCESSING', 'Starting file download.', job).kind;

  test('is a start where no attempt is open', () => {
    for (const job of [aJob.queued(), aJob.resubmitted(), aJob.failed(), aJob.succeeded(), aJob.neverRan()])
      expect(first(job)).toBe('STARTED');
  });

  test('is a second start where the attempt ended without a report', () => {
    expect(first(saying(aJob.running(), 'Downloading file'))).toBe('STARTED');
    expect(first(saying(aJob.running(), FAILED_TRY, 'Starting file download.'))).toBe('STARTED');
  });

  test('goes on with the attempt where a try in it has failed', () => {
    expect(first(saying(aJob.running(), 'Processing file.', FAILED_TRY))).toBe('PROCESSING');
  });
});

describe('"Done" of jclowder', () => {
  test('is an ERROR, with the message of the last try, where that failed', () => {
    expect(meant('SUCCEEDED', 'Done', saying(aJob.running(), 'Processing file.', FAILED_TRY))).toEqual({
      kind: 'ERROR',
      message: `${FAILED_TRY} (reported as Done)`,
    });
  });

  test('is done where a try after the failed one has succeeded', () => {
    const job = saying(aJob.running(), FAILED_TRY, 'Starting file download.', 'Processing file.');
    expect(meant('SUCCEEDED', 'Done', job).kind).toBe('SUCCEEDED');
  });

  test('is done where the failed try belongs to an attempt before', () => {
    const failed = after(saying(aJob.running(), FAILED_TRY), anEvent('RESUBMITTED'), anEvent('STARTED'));
    expect(meant('SUCCEEDED', 'Done', failed).kind).toBe('SUCCEEDED');
  });
});

test('a report of any other client means what it says', () => {
  const job = saying(aJob.running(), FAILED_TRY);
  expect(meant('SUCCEEDED', 'Done processing', job).kind).toBe('SUCCEEDED');
  expect(meant('PROCESSING', 'Starting file download', job).kind).toBe('PROCESSING');
  expect(meant('LOG', 'Starting file download.', aJob.queued()).kind).toBe('LOG');
});
