import { expect, test } from 'vitest';
import { choiceParam, countParam, dayParam, flagParam, searchParams, textParam } from './search-params.ts';

const read = searchParams(({ q, tab, preview }) => ({
  q: textParam(q, 3),
  tab: choiceParam(tab, ['files', 'metadata']),
  preview: flagParam(preview),
}));

test('known parameters are kept, others are dropped', () => {
  expect(read({ q: 'abc', tab: 'files', preview: false, other: 1 })).toEqual({
    q: 'abc',
    tab: 'files',
    preview: false,
  });
});

test('an invalid value counts as missing', () => {
  for (const search of [{ q: 'abcd' }, { q: 5 }, { tab: 'jobs' }, { preview: 'true' }, {}])
    expect(read(search)).toEqual({});
});

test('a count is a whole number from 1', () => {
  expect(countParam(12)).toBe(12);
  for (const other of [0, -1, 1.5, 1e300, '12', null]) expect(countParam(other)).toBeUndefined();
});

test('a day is one of the calendar', () => {
  expect(dayParam('2026-11-24')).toBe('2026-11-24');
  for (const other of ['2026-13-24', '24.11.2026', 'today', 20261124])
    expect(dayParam(other)).toBeUndefined();
});
