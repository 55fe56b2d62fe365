import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from '../builders.ts';
import { addEvent, addJob, NO_UPDATES } from './use-live-jobs.ts';

describe('updates during a pause', () => {
  test('are counted, and the newest state of each job is kept', () => {
    const updates = [aJob.queued(), aJob.done(), aJob.running()].reduce(addJob, NO_UPDATES);
    expect(updates.count).toBe(3);
    expect([...updates.jobs.values()].map(({ state }) => state)).toEqual(['SUCCEEDED']);
  });

  test('count events without keeping them', () => {
    expect(addEvent(NO_UPDATES)).toEqual({ count: 1, jobs: new Map() });
  });

  test('never hold more than one state per job', () => {
    const states = fc.array(fc.record({ id: fc.integer({ min: 1, max: 5 }), step: fc.nat(50) }));
    fc.assert(
      fc.property(states, (received) => {
        const updates = received
          .map(({ id, step }) => aJob.running({ id: `j${id}`, last_event_at: at(step) }))
          .reduce(addJob, NO_UPDATES);
        expect(updates.count).toBe(received.length);
        expect(updates.jobs.size).toBe(new Set(received.map(({ id }) => id)).size);
      }),
    );
  });
});
