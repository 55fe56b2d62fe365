import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTableSearch, searchOfView, viewOfSearch } from './table-search.ts';

test('a view is read again from the address that it is written to', () => {
  const text = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), text, text, (columns, where, sort) => {
      const view = { columns, where, sort };
      expect(viewOfSearch(readTableSearch({ ...searchOfView(view) }))).toEqual(view);
    }),
  );
});

test.each([undefined, 5, '{', '{"a":1}', 'null', [1, 'lines']])(
  'columns %j in an address break nothing',
  (keys) => {
    expect(viewOfSearch(readTableSearch({ keys })).columns ?? ['lines']).toEqual(['lines']);
  },
);
