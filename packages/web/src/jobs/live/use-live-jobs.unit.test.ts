import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from '../builders.ts';
import { liveWords } from './live-indicator.tsx';
import { NOTHING_WITHHELD, withEvent, withJob } from './use-live-jobs.ts';

describe('what is withheld during a pause', () => {
  test('counts every update and keeps the newest word about each job', () => {
    const withheld = [aJob.queued(), aJob.done(), aJob.running()].reduce(withJob, NOTHING_WITHHELD);
    expect(withheld.updates).toBe(3);
    expect([...withheld.jobs.values()].map(({ state }) => state)).toEqual(['SUCCEEDED']);
  });

  test('counts events without keeping them', () => {
    expect(withEvent(NOTHING_WITHHELD)).toEqual({ updates: 1, jobs: new Map() });
  });

  test('never grows beyond one word a job', () => {
    const words = fc.array(fc.record({ id: fc.integer({ min: 1, max: 5 }), step: fc.nat(50) }));
    fc.assert(
      fc.property(words, (told) => {
        const withheld = told
          .map(({ id, step }) => aJob.running({ id: `j${id}`, last_event_at: at(step) }))
          .reduce(withJob, NOTHING_WITHHELD);
        expect(withheld.updates).toBe(told.length);
        expect(withheld.jobs.size).toBe(new Set(told.map(({ id }) => id)).size);
      }),
    );
  });
});

describe('the words beside the dot', () => {
  const words = (over: Partial<Parameters<typeof liveWords>[0]>) =>
    liveWords({ status: 'live', paused: false, waiting: 0, ...over });

  test('say that it is live, and how old the last word is', () => {
    expect(words({})).toMatchObject({ tone: 'on', word: 'Live', showsAge: true });
  });

  test('say that the stream broke, and how old what is shown is', () => {
    expect(words({ status: 'reconnecting' })).toMatchObject({
      tone: 'stale',
      word: 'Reconnecting…',
      showsAge: true,
    });
  });

  test('say what waits behind a pause, whatever the stream does', () => {
    expect(words({ status: 'reconnecting', paused: true, waiting: 14 })).toMatchObject({
      word: 'Paused',
      detail: '14 updates waiting',
    });
    expect(words({ paused: true, waiting: 1 }).detail).toBe('1 update waiting');
  });
});
