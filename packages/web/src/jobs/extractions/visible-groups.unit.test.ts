import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from '../builders.ts';
import { keepOrder, orderGroups } from './visible-groups.ts';

test('running, waiting, failed and lost, then the latest update', () => {
  const groups = [
    { extractor: 'old', latest: aJob.done({ last_event_at: at(10) }) },
    { extractor: 'new', latest: aJob.done({ last_event_at: at(20) }) },
    { extractor: 'lost', latest: aJob.lost({ last_event_at: at(1) }) },
    { extractor: 'failed', latest: aJob.failed({ last_event_at: at(2) }) },
    { extractor: 'queued', latest: aJob.queued() },
    { extractor: 'running', latest: aJob.running() },
  ];
  expect(orderGroups(groups)).toEqual(['running', 'queued', 'failed', 'lost', 'new', 'old']);
});

describe('an order once shown', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });

  test('stays when the states change', () => {
    expect(keepOrder(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['a', 'b', 'c']);
  });

  test('takes what is new on top', () => {
    expect(keepOrder(['a', 'b'], ['n', 'b', 'a'])).toEqual(['n', 'a', 'b']);
  });

  test('holds exactly what is wanted, and moves nothing that stays', () => {
    fc.assert(
      fc.property(names, names, (shown, wanted) => {
        const kept = keepOrder(shown, wanted);
        expect(kept.toSorted()).toEqual(wanted.toSorted());
        const stays = (name: string) => shown.includes(name) && wanted.includes(name);
        expect(kept.filter(stays)).toEqual(shown.filter(stays));
      }),
    );
  });
});
