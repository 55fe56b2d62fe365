import { expect, test } from 'vitest';
import { withLines } from './with-lines.ts';

test('JSON is indented and other text is unchanged', () => {
  expect(withLines('{"a":1}')).toBe('{\n  "a": 1\n}');
  for (const text of ['{"a":', 'no JSON', '']) expect(withLines(text)).toBe(text);
});
