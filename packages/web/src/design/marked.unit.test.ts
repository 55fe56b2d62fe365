import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitAtMatches } from './marked.tsx';

test('every match is marked, upper and lower case alike', () => {
  expect(splitAtMatches('Timeout after timeout', 'timeout')).toEqual([
    { text: 'Timeout', isMatch: true },
    { text: ' after ', isMatch: false },
    { text: 'timeout', isMatch: true },
  ]);
});

test('joined again the parts are the text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 3 }), (text, query) => {
      const joined = splitAtMatches(text, query).map((part) => part.text);
      expect(joined.join('')).toBe(text);
    }),
  );
});
