import type { Extractions, Job } from '@pawprint/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from '../builders.ts';
import { heard, latestOf, loaded, NOTHING_KNOWN, paged } from './extractions-state.ts';

const job = (number: number, over: Partial<Job> = {}): Job =>
  aJob.done({ id: `j${number}`, submitted_at: at(number), ...over });

const answer = (
  jobs: readonly [Job, ...Job[]],
  over: { total?: number; next?: string | null } = {},
): Extractions => {
  const states: Partial<Record<Job['state'], number>> = {};
  for (const { state } of jobs) states[state] = (states[state] ?? 0) + 1;
  const { total = jobs.length, next = null } = over;
  const group = {
    extractor: jobs[0].extractor,
    latest_job: jobs[0],
    jobs_total: total,
    states,
    jobs: [...jobs],
    next,
  };
  return { extractors: [group] };
};

const groupIn = (state: typeof NOTHING_KNOWN) => {
  const group = state.groups.get('ncsa.wordcount');
  if (!group) throw new Error('the group is missing');
  return group;
};
const stateOf = (state: typeof NOTHING_KNOWN, id: string) => state.jobs.get(id)?.job.state;

describe("a resource's jobs", () => {
  test('come grouped and newest first', () => {
    const state = loaded(NOTHING_KNOWN, answer([job(2), job(1)]), 0);
    expect(groupIn(state)).toMatchObject({ ids: ['j2', 'j1'], total: 2, states: { SUCCEEDED: 2 } });
  });

  test('a job that moves on is counted under its new state only', () => {
    const running = job(1, aJob.running({ id: 'j1' }));
    const state = heard(
      loaded(NOTHING_KNOWN, answer([running]), 0),
      job(1, { last_event_at: at(9000) }),
      1,
    ).state;
    expect(groupIn(state)).toMatchObject({ total: 1, states: { SUCCEEDED: 1 } });
  });

  test('an older word changes neither job nor counts', () => {
    const before = loaded(NOTHING_KNOWN, answer([job(1, { last_event_at: at(9000) })]), 0);
    const { state } = heard(before, aJob.running({ id: 'j1' }), 1);
    expect(stateOf(state, 'j1')).toBe('SUCCEEDED');
    expect(groupIn(state).states).toEqual({ SUCCEEDED: 1 });
  });

  test('a new job becomes the latest of its extractor', () => {
    const { state } = heard(loaded(NOTHING_KNOWN, answer([job(1)]), 0), job(2, { state: 'QUEUED' }), 1);
    expect(latestOf(state, groupIn(state))?.job.id).toBe('j2');
    expect(groupIn(state)).toMatchObject({ total: 2, states: { SUCCEEDED: 1, QUEUED: 1 } });
  });

  test('the first job of an extractor opens its group', () => {
    const { state } = heard(NOTHING_KNOWN, job(1), 0);
    expect(groupIn(state)).toMatchObject({ ids: ['j1'], total: 1 });
  });

  test('a job below what is loaded is out of sight, and no new job', () => {
    const before = loaded(NOTHING_KNOWN, answer([job(9), job(8)], { total: 5000, next: 'j8' }), 0);
    const after = heard(before, job(3), 1);
    expect(after.outOfSight).toBe(true);
    expect(groupIn(after.state)).toMatchObject({ ids: ['j9', 'j8'], total: 5000 });
  });

  test('a page of older jobs joins on at the end', () => {
    const before = loaded(NOTHING_KNOWN, answer([job(9)], { total: 3, next: 'j9' }), 0);
    const state = paged(before, 'ncsa.wordcount', { items: [job(8), job(7)], next: null }, 1);
    expect(groupIn(state)).toMatchObject({ ids: ['j9', 'j8', 'j7'], next: null, total: 3 });
  });

  test('loaded again, pages that still join on are kept', () => {
    const first = loaded(NOTHING_KNOWN, answer([job(9)], { total: 3, next: 'j9' }), 0);
    const deeper = paged(first, 'ncsa.wordcount', { items: [job(8)], next: 'j8' }, 1);
    const again = loaded(deeper, answer([job(10), job(9)], { total: 4, next: 'j9' }), 2);
    expect(groupIn(again)).toMatchObject({ ids: ['j10', 'j9', 'j8'], next: 'j9' });
  });

  test('loaded again after much came in between, the old pages are let go', () => {
    const first = loaded(NOTHING_KNOWN, answer([job(2), job(1)], { total: 2 }), 0);
    const again = loaded(first, answer([job(90), job(89)], { total: 90, next: 'j89' }), 1);
    expect(groupIn(again)).toMatchObject({ ids: ['j90', 'j89'], next: 'j89', total: 90 });
  });

  test('an answer that was on its way does not take back what the stream told meanwhile', () => {
    const told = heard(NOTHING_KNOWN, job(5, { state: 'QUEUED' }), 0).state;
    const state = loaded(told, answer([job(4)]), 1);
    expect(groupIn(state)).toMatchObject({
      ids: ['j5', 'j4'],
      total: 2,
      states: { QUEUED: 1, SUCCEEDED: 1 },
    });
  });

  test('told in any order, the newest word about each job holds and the counts add up', () => {
    const words = fc.array(
      fc.record({
        number: fc.integer({ min: 1, max: 4 }),
        step: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    const STEPS = ['QUEUED', 'RUNNING', 'RESUBMITTED', 'SUCCEEDED'] as const;
    fc.assert(
      fc.property(words, (told) => {
        const state = told.reduce((known, { number, step }) => {
          const word = job(number, { state: STEPS[step] ?? 'QUEUED', last_event_at: at(1000 + step) });
          return heard(known, word, 0).state;
        }, NOTHING_KNOWN);
        const group = groupIn(state);
        for (const { number } of told) {
          const newest = Math.max(...told.filter((word) => word.number === number).map(({ step }) => step));
          expect(stateOf(state, `j${number}`)).toBe(STEPS[newest]);
        }
        const sum = Object.values(group.states).reduce((all, count) => all + count, 0);
        expect([sum, group.ids.length]).toEqual([group.total, group.total]);
      }),
    );
  });
});
