import type { Job } from '@pawprint/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from '../builders.ts';
import { mergeUpdate, NO_EXTRACTIONS } from './extractions-state.ts';
import { type Filter, NOTHING_SHOWN } from './filter.ts';
import {
  isSameShown,
  keepOrder,
  orderExtractors,
  shownIn,
  type View,
  visibleGroups,
} from './visible-groups.ts';

const NO_FILTER: Filter = { state: null, find: '' };

test('running, waiting, failed and lost come first, then the latest update', () => {
  const latest = [
    aJob.done({ extractor: 'old', last_event_at: at(10) }),
    aJob.done({ extractor: 'new', last_event_at: at(20) }),
    aJob.lost({ extractor: 'lost', last_event_at: at(1) }),
    aJob.failed({ extractor: 'failed', last_event_at: at(2) }),
    aJob.queued({ extractor: 'queued' }),
    aJob.running({ extractor: 'running' }),
  ];
  expect(orderExtractors(latest)).toEqual(['running', 'queued', 'failed', 'lost', 'new', 'old']);
});

describe('an order once shown', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });

  test('stays when the states change', () => {
    expect(keepOrder(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['a', 'b', 'c']);
  });

  test('gets new names on top', () => {
    expect(keepOrder(['a', 'b'], ['n', 'b', 'a'])).toEqual(['n', 'a', 'b']);
  });

  test('holds exactly the wanted names and moves none that stays', () => {
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

describe('visible groups', () => {
  const stateWith = (jobs: readonly Job[]) =>
    jobs.reduce((state, job) => mergeUpdate(state, job, 0).state, NO_EXTRACTIONS);
  const view = (over: Partial<View> = {}): View => ({
    filter: NO_FILTER,
    pages: new Map(),
    heldBack: new Set(),
    ...over,
  });
  const running = { ...NO_FILTER, state: 'RUNNING' } as const;

  test('keep a job that stops matching the filter', () => {
    const filtered = view({ filter: running });
    const before = visibleGroups(stateWith([aJob.running({ id: 'j1' })]), filtered, NOTHING_SHOWN);
    const ended = stateWith([aJob.done({ id: 'j1' })]);
    expect([...shownIn(visibleGroups(ended, filtered, shownIn(before))).jobs]).toEqual(['j1']);
    expect(visibleGroups(ended, filtered, NOTHING_SHOWN).order).toEqual([]);
  });

  test('leave out an extractor whose only job is held back', () => {
    const state = stateWith([aJob.done({ id: 'j1' }), aJob.done({ id: 'j2', extractor: 'new' })]);
    const { order } = visibleGroups(state, view({ heldBack: new Set(['j2']) }), NOTHING_SHOWN);
    expect(order).toEqual(['ncsa.wordcount']);
  });

  test('are the same when they are computed again from what they show', () => {
    const jobs = fc.array(
      fc.record({
        id: fc.constantFrom('a1', 'a2', 'b1', 'b2'),
        state: fc.constantFrom('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED'),
        last_event_at: fc.nat(5000).map(at),
      }),
    );
    const views = fc
      .record({ filter: fc.constantFrom(NO_FILTER, running), heldBack: fc.subarray(['a1', 'a2', 'b1']) })
      .map(({ filter, heldBack }) => view({ filter, heldBack: new Set(heldBack) }));
    const states = jobs.map((parts) =>
      stateWith(
        parts.map((part) => aJob.queued({ ...part, extractor: part.id.slice(0, 1) } as Partial<Job>)),
      ),
    );
    fc.assert(
      fc.property(states, states, views, (first, second, given) => {
        const before = shownIn(visibleGroups(first, given, NOTHING_SHOWN));
        const shown = shownIn(visibleGroups(second, given, before));
        expect(isSameShown(shownIn(visibleGroups(second, given, shown)), shown)).toBe(true);
      }),
    );
  });
});
