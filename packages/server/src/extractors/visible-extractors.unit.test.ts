import { expect, test } from 'vitest';
import type { Caller, UserCaller } from '../model/caller.ts';
import { hasCategory, isVisibleTo } from './visible-extractors.ts';

const ana: UserCaller = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.org', role: 'user' };
const jobOfAna: Caller = {
  kind: 'job',
  jobId: 'j1',
  attempt: 1,
  extractor: 'word-count',
  extractorVersion: null,
  submittedBy: 'ana',
};

test.each<[string, Caller, boolean]>([
  ['its owner', ana, true],
  ['a job of its owner', jobOfAna, true],
  ['an administrator', { ...ana, id: 'root', role: 'admin' }, true],
  ['another person', { ...ana, id: 'ben' }, false],
  ['a job of another person', { ...jobOfAna, submittedBy: 'ben' }, false],
])('a private extractor to %s', (_, caller, isVisible) => {
  expect(isVisibleTo({ owner: 'ana' }, caller)).toBe(isVisible);
  expect(isVisibleTo({ owner: null }, caller)).toBe(true);
});

test.each<[string, string[] | undefined, unknown, boolean]>([
  ['no category is asked for', undefined, ['Convert'], true],
  ['the list of categories is empty', [], ['Convert'], true],
  ['one of its categories is asked for, in any case', ['convert', 'other'], ['Index', 'CONVERT'], true],
  ['none of its categories is asked for', ['index'], ['CONVERT'], false],
  ['it announced none and extractors are asked for', ['extract'], undefined, true],
  ['it announced none and another is asked for', ['convert'], undefined, false],
  ['its categories are no list', ['extract'], 'CONVERT', true],
  ['a category is no text', ['7'], [7], false],
])('category: %s', (_, wanted, categories, isListed) => {
  expect(hasCategory(wanted)({ info: { categories } })).toBe(isListed);
});
