import { expect, test } from 'vitest';
import { runningBefore } from './jobs-explorer.tsx';

test.each([
  ['since:7d', 'until:7d state:running'],
  ['state:failed,running since:7d extractor:a', 'state:running extractor:a until:7d'],
])('of %s, running jobs that began before are %s', (query, expected) => {
  expect(runningBefore(query)?.split(' ').toSorted(byText)).toEqual(expected.split(' ').toSorted(byText));
});

test.each(['', 'state:failed since:7d', 'state:running', 'since:'])('%s leaves out none', (query) => {
  expect(runningBefore(query)).toBeNull();
});

const byText = (one: string, other: string): number => one.localeCompare(other);
