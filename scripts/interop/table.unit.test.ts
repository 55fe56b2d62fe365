import { expect, test } from 'vitest';
import { tableOf } from './table.mjs';

test('columns are as wide as what is in them, numbers to the right', () => {
  const rows = [{ extractor: 'ncsa.echo', jobs: 4, attempts: 10, outcome: '4 SUCCEEDED', events: 120 }];

  expect(tableOf(rows)).toBe(
    [
      '  extractor  jobs  attempts  outcome      events\n',
      '  ncsa.echo     4        10  4 SUCCEEDED     120\n',
    ].join(''),
  );
});
