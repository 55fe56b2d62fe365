import { expect, test } from 'vitest';
import { withLines } from './with-lines.ts';

test('what is JSON gets its lines; anything else stays as it came', () => {
  expect(withLines('{"a":1}')).toBe('{\n  "a": 1\n}');
  for (const text of ['{"a":', 'no JSON', '']) expect(withLines(text)).toBe(text);
});
