import { expect, test } from 'vitest';
import { readCommand } from './command-line.ts';

test.each([
  [[], 'start'],
  [['--help'], 'help'],
  [['-h'], 'help'],
  [['--version'], 'version'],
  [['-v'], 'version'],
  [['--print-config'], 'print-config'],
  [['--print-config', '--help'], 'help'],
] as const)('%j is %s', (args, kind) => {
  expect(readCommand(args)).toEqual({ kind });
});

test.each([[['--nope']], [['start']], [['--help=yes']]])(
  '%j is unknown, and the message says what',
  (args) => {
    expect(readCommand(args)).toMatchObject({ kind: 'unknown', message: expect.stringMatching(/\S/) });
  },
);
