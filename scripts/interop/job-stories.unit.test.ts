import { expect, test } from 'vitest';
import { deviationsFrom, type JobStory, rowsOf } from './job-stories.mjs';

type Outcome = JobStory['attempts'][number]['outcome'];

/** A story of an extractor that works, with these outcomes of its attempts. */
const aStory = (outcomes: Outcome[], extractor = 'ncsa.wordcount'): JobStory => ({
  job: { extractor, state: 'SUCCEEDED', resource: { name: 'a.txt' }, error: null, reason: null },
  attempts: outcomes.map((outcome) => ({ outcome })),
  events: outcomes.map(() => ({ kind: 'STARTED', message: 'Started processing.' })),
});

test('each extractor has a row with its attempts and outcomes', () => {
  const stories = [aStory(['SUCCEEDED']), aStory(['LOST', 'SUCCEEDED']), aStory(['SUCCEEDED'], 'ncsa.echo')];

  expect(rowsOf(stories)).toEqual([
    { extractor: 'ncsa.echo', jobs: 1, attempts: 1, outcome: '1 SUCCEEDED', events: 1 },
    {
      extractor: 'ncsa.wordcount',
      jobs: 2,
      attempts: 3,
      outcome: '1 SUCCEEDED, 1 LOST → SUCCEEDED',
      events: 3,
    },
  ]);
});

test('an expected story has no deviations', () => {
  expect(deviationsFrom(aStory(['LOST', 'SUCCEEDED']), ['LOST', 'SUCCEEDED'])).toEqual([]);
});

test.each<[string, Partial<JobStory>, RegExp]>([
  [
    'a job that failed',
    { job: { ...aStory([]).job, state: 'FAILED', error: { message: 'no disk', attempt: 1 } } },
    /is FAILED: no disk/,
  ],
  [
    'another attempt',
    { attempts: [{ outcome: 'LOST' }, { outcome: 'SUCCEEDED' }] },
    /attempts LOST, SUCCEEDED/,
  ],
  ['a start that is missing', { events: [] }, /started 0 times/],
])('%s is a deviation', (_, change, expected) => {
  const [deviation, ...more] = deviationsFrom({ ...aStory(['SUCCEEDED']), ...change }, ['SUCCEEDED']);

  expect(deviation).toMatch(expected);
  expect(more).toEqual([]);
});
