import { expect, test } from 'vitest';
import { tableOf } from './table.mjs';

test('columns fit their cells and numbers are aligned to the right', () => {
  const rows = [{ extractor: 'ncsa.echo', jobs: 4, attempts: 10, outcome: '4 SUCCEEDED', events: 120 }];

  expect(tableOf(rows)).toBe(
    [
      '  extractor  jobs  attempts  outcome      events\n',
      '  ncsa.echo     4        10  4 SUCCEEDED     120\n',
    ].join(''),
  );
});
