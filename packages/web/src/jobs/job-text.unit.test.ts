import { describe, expect, test } from 'vitest';
import { aJob, anExtractor, at } from './builders.ts';
import { errorLine, tellingMessage } from './error-text.ts';
import { byWhom, cancelSentence } from './job-text.ts';
import { waitingSentence } from './waiting-reason.tsx';

const lastSeen = () => '3 Oct';
const said = (message: string) => ({ kind: 'PROCESSING', message, at: at(0) });

describe('the message in a row', () => {
  test('is the first line that says something', () => {
    expect(tellingMessage(aJob.running({ latest: said('\n  Found 3 lines\nand more') }))).toBe(
      'Found 3 lines',
    );
  });

  test('is empty where only a stock phrase was said', () => {
    for (const phrase of ['Started processing.', 'Downloading file.', 'DONE', 'Done processing.'])
      expect(tellingMessage(aJob.done({ latest: said(phrase) }))).toBe('');
  });

  test("is the error's first line without pyClowder's count of retries", () => {
    const error = { message: '(#10) no such table\n  at line 3', attempt: 11 };
    expect(errorLine(aJob.failed({ error }))).toBe('no such table');
  });

  test('is the reason of the watchdog where no extractor said one', () => {
    expect(errorLine(aJob.lost())).toBe('no event for 24 h; no instance alive');
  });
});

describe('by whom', () => {
  test('a person who asked by hand stands alone', () => {
    expect(byWhom(aJob.queued())).toEqual({ who: 'Ana Ruiz', trigger: '', known: true });
  });

  test('the uploader of an upload job is named with the trigger', () => {
    expect(byWhom(aJob.queued({ trigger: 'upload' }))).toEqual({
      who: 'Ana Ruiz',
      trigger: 'upload',
      known: true,
    });
  });

  test('where nobody asked, the trigger stands', () => {
    expect(byWhom(aJob.queued({ submitted_by: null, trigger: 'dataset' })).who).toBe('dataset');
  });

  test('nobody is made up for an inferred job', () => {
    expect(byWhom(aJob.done({ submitted_by: null, trigger: 'legacy' }))).toEqual({
      who: 'unknown',
      trigger: '',
      known: false,
    });
  });
});

describe('a waiting job', () => {
  const sentence = (job = aJob.queued(), extractor = anExtractor()) =>
    waitingSentence(job, extractor, lastSeen);

  test('says who waits beside it and who is alive', () => {
    expect(sentence(undefined, anExtractor({ waiting: 15, instances: { live: 2, late: 0, gone: 0 } }))).toBe(
      'Waiting with 14 others, 2 instances alive',
    );
  });

  test('says so where it is the only one', () => {
    expect(sentence()).toBe('Waiting: next in line, 1 instance alive');
  });

  test('does not call a late instance alive', () => {
    expect(sentence(undefined, anExtractor({ instances: { live: 0, late: 1, gone: 0 } }))).toBe(
      'Waiting: next in line, 1 instance late',
    );
  });

  test('says that nobody is there, and since when', () => {
    expect(sentence(undefined, anExtractor({ instances: { live: 0, late: 0, gone: 3 } }))).toBe(
      'No instance running, last seen 3 Oct',
    );
  });

  test('says that nobody was ever seen', () => {
    const nobody = anExtractor({ instances: { live: 0, late: 0, gone: 0 }, last_seen_at: null });
    expect(sentence(undefined, nobody)).toBe('No instance running, none seen so far');
  });

  test('says what went wrong before, between attempts', () => {
    const job = aJob.retrying({ error: { message: '(#1) service unavailable', attempt: 1 } });
    expect(sentence(job)).toBe('Waiting: next in line, 1 instance alive; attempt 1: service unavailable');
  });

  test('says why it was not handed over, and that nobody needs to do anything', () => {
    expect(sentence(aJob.submitted({ reason: 'the broker is away' }))).toBe(
      'Not handed over yet, and tried again by itself: the broker is away',
    );
    expect(waitingSentence(aJob.submitted(), undefined, lastSeen)).toBe('Not handed over yet');
  });

  test('that only waits for its turn says who waits beside it, handed over or not', () => {
    expect(sentence(aJob.submitted())).toBe('Waiting: next in line, 1 instance alive');
  });

  test('says so where its extractor is switched off, whatever else is wrong', () => {
    const off = anExtractor({ enabled: false });
    for (const job of [aJob.submitted({ reason: 'the broker is away' }), aJob.queued()])
      expect(sentence(job, off)).toBe(
        'The extractor is switched off: waiting until an administrator switches it on',
      );
  });

  test('says no more than it knows while the registry has not answered', () => {
    expect(waitingSentence(aJob.queued(), undefined, lastSeen)).toBe('Waiting');
  });
});

describe('a cancel', () => {
  const clock = () => '12:54:02';
  const cancelled = (outcome: 'never_ran' | 'stopped' | 'finished_anyway') =>
    aJob.cancelled({
      cancel: { requested_by: { id: 'u1', name: 'Ana Ruiz' }, requested_at: at(0), outcome },
    });

  test('tells its three endings apart', () => {
    const sentences = (['never_ran', 'stopped', 'finished_anyway'] as const).map((outcome) =>
      cancelSentence(cancelled(outcome), clock),
    );
    expect(sentences).toEqual([
      'Ana Ruiz asked to cancel at 12:54:02. It never ran.',
      'Ana Ruiz asked to cancel at 12:54:02. The extractor confirmed and stopped.',
      'Ana Ruiz asked to cancel at 12:54:02. It finished anyway: the extractor could not be told. What it uploaded after the request was refused.',
    ]);
  });

  test('that is not answered yet says so', () => {
    const job = aJob.running({ cancel: { requested_by: null, requested_at: at(0), outcome: null } });
    expect(cancelSentence(job, clock)).toBe(
      'Somebody asked to cancel at 12:54:02. The extractor has yet to end; what it uploads from now on is refused.',
    );
  });

  test('that nobody asked for is not mentioned', () => {
    expect(cancelSentence(aJob.running(), clock)).toBeNull();
  });
});
