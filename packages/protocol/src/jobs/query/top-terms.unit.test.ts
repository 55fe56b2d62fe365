import type { JobQuery, JobTerm } from '@pawprint/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aQuery, aTerm } from './job-query.builder.ts';
import { parseJobQuery } from './parse-job-query.ts';
import { readTopTerm, setTopTerm } from './top-terms.ts';
import { writeJobQuery } from './write-job-query.ts';

const read = (text: string): JobQuery => {
  const parsed = parseJobQuery(text);
  if (!parsed.ok) throw new Error(parsed.mistake.message);
  return parsed.query;
};

const KEYS: readonly JobTerm['key'][] = [
  'state',
  'extractor',
  'by',
  'since',
  'until',
  'elapsed',
  'attempts',
  'text',
];

const failed: JobTerm = { key: 'state', values: ['FAILED'] };

test.each([
  ['', 'state:failed'],
  ['timeout', 'timeout state:failed'],
  ['state:done timeout', 'state:failed timeout'],
  ['since:7d (state:done state:lost) x', 'since:7d state:failed x'],
  ['a OR b', '(a OR b) state:failed'],
  ['NOT state:done', 'NOT state:done state:failed'],
  ['state:lost OR x', '(state:lost OR x) state:failed'],
])('a state chip changes "%s" to "%s"', (before, after) => {
  expect(setTopTerm(read(before), 'state', failed)).toEqual(read(after));
});

test.each([
  ['state:failed', ''],
  ['state:failed (a OR b)', 'a OR b'],
  ['since:7d state:failed', 'since:7d'],
])('removing the state of "%s" leaves "%s"', (before, after) => {
  expect(setTopTerm(read(before), 'state', undefined)).toEqual(read(after));
});

test('a term that was set is read, also from the text, and the others stay', () => {
  fc.assert(
    fc.property(aQuery, aTerm, (query, term) => {
      const changed = setTopTerm(query, term.key, term);
      expect(readTopTerm(changed, term.key)).toEqual(term);
      expect(readTopTerm(read(writeJobQuery(changed)), term.key)).toEqual(term);
      for (const key of KEYS.filter((one) => one !== term.key))
        expect(readTopTerm(changed, key)).toEqual(readTopTerm(query, key));
      const without = setTopTerm(query, term.key, undefined);
      expect(readTopTerm(without, term.key)).toBeUndefined();
      expect(setTopTerm(changed, term.key, undefined)).toEqual(without);
    }),
  );
});
