import type { Extractions, Job } from '@pawprint/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aJob, at } from '../builders.ts';
import {
  latestOf,
  type MergedUpdate,
  mergeAnswer,
  mergeOlderPage,
  mergeOnlyJobs,
  mergeUpdate,
  NO_EXTRACTIONS,
} from './extractions-state.ts';

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

const groupIn = (state: typeof NO_EXTRACTIONS) => {
  const group = state.groups.get('ncsa.wordcount');
  if (!group) throw new Error('the group is missing');
  return group;
};
const stateOf = (state: typeof NO_EXTRACTIONS, id: string) => state.jobs.get(id)?.job.state;

describe("a resource's jobs", () => {
  test('are grouped and listed newest first', () => {
    const state = mergeAnswer(NO_EXTRACTIONS, answer([job(2), job(1)]), 0);
    expect(groupIn(state)).toMatchObject({ ids: ['j2', 'j1'], total: 2, states: { SUCCEEDED: 2 } });
  });

  test('a job is counted under its latest state only', () => {
    const running = job(1, aJob.running({ id: 'j1' }));
    const state = mergeUpdate(
      mergeAnswer(NO_EXTRACTIONS, answer([running]), 0),
      job(1, { last_event_at: at(9000) }),
      1,
    ).state;
    expect(groupIn(state)).toMatchObject({ total: 1, states: { SUCCEEDED: 1 } });
  });

  test('an older update changes neither the job nor the counts', () => {
    const before = mergeAnswer(NO_EXTRACTIONS, answer([job(1, { last_event_at: at(9000) })]), 0);
    const { state } = mergeUpdate(before, aJob.running({ id: 'j1' }), 1);
    expect(stateOf(state, 'j1')).toBe('SUCCEEDED');
    expect(groupIn(state).states).toEqual({ SUCCEEDED: 1 });
  });

  test('a new job becomes the latest of its extractor', () => {
    const { state } = mergeUpdate(
      mergeAnswer(NO_EXTRACTIONS, answer([job(1)]), 0),
      job(2, { state: 'QUEUED' }),
      1,
    );
    expect(latestOf(state, groupIn(state))?.job.id).toBe('j2');
    expect(groupIn(state)).toMatchObject({ total: 2, states: { SUCCEEDED: 1, QUEUED: 1 } });
  });

  test('the first job of an extractor opens its group', () => {
    const { state } = mergeUpdate(NO_EXTRACTIONS, job(1), 0);
    expect(groupIn(state)).toMatchObject({ ids: ['j1'], total: 1 });
  });

  test('a job older than those loaded is not taken for a new one', () => {
    const before = mergeAnswer(NO_EXTRACTIONS, answer([job(9), job(8)], { total: 5000, next: 'j8' }), 0);
    const after = mergeUpdate(before, job(3), 1);
    expect(after.isNotLoaded).toBe(true);
    expect(groupIn(after.state)).toMatchObject({ ids: ['j9', 'j8'], total: 5000 });
  });

  test('beyond a hundred jobs of an extractor, the server is asked for the newest', () => {
    const jobs = Array.from({ length: 101 }, (_, number) => job(number + 1));
    const updates = jobs.reduce<MergedUpdate>(({ state }, each) => mergeUpdate(state, each, 0), {
      state: NO_EXTRACTIONS,
      isNotLoaded: false,
    });
    expect(updates.isNotLoaded).toBe(true);
    expect(groupIn(updates.state)).toMatchObject({ total: 100, states: { SUCCEEDED: 100 } });
  });

  test('a page of older jobs is appended', () => {
    const before = mergeAnswer(NO_EXTRACTIONS, answer([job(9)], { total: 3, next: 'j9' }), 0);
    const state = mergeOlderPage(before, 'ncsa.wordcount', { items: [job(8), job(7)], next: null }, 1);
    expect(groupIn(state)).toMatchObject({ ids: ['j9', 'j8', 'j7'], next: null, total: 3 });
  });

  test('a job that is merged by itself keeps its newer state, and is counted once', () => {
    const before = mergeAnswer(NO_EXTRACTIONS, answer([job(9)], { total: 2, next: 'j9' }), 0);
    const page = { items: [{ ...job(8), state: 'RUNNING' as const }], next: null };
    const older = mergeOlderPage(before, 'ncsa.wordcount', page, 1);
    const state = mergeOnlyJobs(older, [job(8)], 2);
    expect(state.jobs.get('j8')?.job.state).toBe('SUCCEEDED');
    expect(groupIn(state)).toEqual(groupIn(older));
  });

  test('a new answer keeps older pages that continue its list', () => {
    const first = mergeAnswer(NO_EXTRACTIONS, answer([job(9)], { total: 3, next: 'j9' }), 0);
    const deeper = mergeOlderPage(first, 'ncsa.wordcount', { items: [job(8)], next: 'j8' }, 1);
    const again = mergeAnswer(deeper, answer([job(10), job(9)], { total: 4, next: 'j9' }), 2);
    expect(groupIn(again)).toMatchObject({ ids: ['j10', 'j9', 'j8'], next: 'j9' });
  });

  test('a new answer drops older pages if jobs between are missing', () => {
    const first = mergeAnswer(NO_EXTRACTIONS, answer([job(2), job(1)], { total: 2 }), 0);
    const again = mergeAnswer(first, answer([job(90), job(89)], { total: 90, next: 'j89' }), 1);
    expect(groupIn(again)).toMatchObject({ ids: ['j90', 'j89'], next: 'j89', total: 90 });
  });

  test('an older answer does not remove a job from the stream', () => {
    const before = mergeUpdate(NO_EXTRACTIONS, job(5, { state: 'QUEUED' }), 0).state;
    const state = mergeAnswer(before, answer([job(4)]), 1);
    expect(groupIn(state)).toMatchObject({
      ids: ['j5', 'j4'],
      total: 2,
      states: { QUEUED: 1, SUCCEEDED: 1 },
    });
  });

  test('updates in any order give the newest states and matching counts', () => {
    const updates = fc.array(
      fc.record({
        number: fc.integer({ min: 1, max: 4 }),
        step: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    const STEPS = ['QUEUED', 'RUNNING', 'RESUBMITTED', 'SUCCEEDED'] as const;
    fc.assert(
      fc.property(updates, (received) => {
        const state = received.reduce((known, { number, step }) => {
          const update = job(number, { state: STEPS[step] ?? 'QUEUED', last_event_at: at(1000 + step) });
          return mergeUpdate(known, update, 0).state;
        }, NO_EXTRACTIONS);
        const group = groupIn(state);
        for (const { number } of received) {
          const newest = Math.max(
            ...received.filter((update) => update.number === number).map(({ step }) => step),
          );
          expect(stateOf(state, `j${number}`)).toBe(STEPS[newest]);
        }
        const sum = Object.values(group.states).reduce((all, count) => all + count, 0);
        expect([sum, group.ids.length]).toEqual([group.total, group.total]);
      }),
    );
  });
});
