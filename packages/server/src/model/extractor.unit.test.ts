import { expect, test } from 'vitest';
import { becomesCurrent } from './extractor.ts';

const current = { version: '2', firstSeenAt: 200, isLive: true };

test.each([
  ['the current version stays current', { version: '2', firstSeenAt: 200 }, current, true],
  ['a version never seen before becomes current', { version: '1', firstSeenAt: null }, current, true],
  ['a newer version becomes current', { version: '3', firstSeenAt: 300 }, current, true],
  ['an older version does not replace a live one', { version: '1', firstSeenAt: 100 }, current, false],
  [
    'an older version replaces one without live instances',
    { version: '1', firstSeenAt: 100 },
    { ...current, isLive: false },
    true,
  ],
])('%s', (_, announced, before, becomes) => {
  expect(becomesCurrent({ current: before, announced })).toBe(becomes);
});
