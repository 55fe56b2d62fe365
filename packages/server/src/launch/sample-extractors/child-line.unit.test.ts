import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readChildLine } from './child-line.ts';

test('a line of the SDK is logged at its own level, without the time and the name', () => {
  const line = '2026-11-24T04:00:50.749Z warn pawprint.file-digest: claimJob: The server cannot be reached.';
  expect(readChildLine(line, 'info')).toEqual({
    level: 'warn',
    message: 'claimJob: The server cannot be reached.',
  });
});

test('any other line is logged as it is', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      expect(readChildLine(line, 'error')).toEqual({ level: 'error', message: line });
    }),
  );
});
