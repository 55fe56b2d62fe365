import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stretches } from './event-line.tsx';

test('every place is marked, upper and lower case alike', () => {
  expect(stretches('Timeout after timeout', 'timeout')).toEqual([
    { text: 'Timeout', hit: true },
    { text: ' after ', hit: false },
    { text: 'timeout', hit: true },
  ]);
});

test('joined again the stretches are the text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 3 }), (text, query) => {
      const joined = stretches(text, query).map((stretch) => stretch.text);
      expect(joined.join('')).toBe(text);
    }),
  );
});
