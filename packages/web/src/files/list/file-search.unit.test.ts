import { describe, expect, test } from 'vitest';
import { filterOf, isFiltered, readFileSearch } from './file-search.ts';

describe('the search parameters of a list of files', () => {
  test('become the filter that the server takes', () => {
    const search = readFileSearch({
      q: 7,
      type: 'text/csv,image/*',
      state: 'FAILED,NOT_RUN,UNHEARD',
      extractor: 'word-count',
      size: '1000-',
    });
    expect(filterOf(search)).toEqual({
      q: '7',
      type: ['text/csv', 'image/*'],
      state: ['FAILED', 'NOT_RUN'],
      extractor: ['word-count'],
      min_bytes: 1000,
    });
  });

  test('that are not valid count as missing', () => {
    const search = readFileSearch({ q: {}, size: '10 MB', sort: 'colour', view: 'table', state: 'UNHEARD' });
    expect(isFiltered(search)).toBe(false);
    expect(search.sort).toBeUndefined();
  });
});
