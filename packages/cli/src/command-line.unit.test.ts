import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';

const KEY = { PAWPRINT_KEY: 'k' };

test('files, map and server are read from the arguments', () => {
  const args = ['import', 'clowder-v2-jobs', 'a.json', 'b.json', '--map', 'm.csv', '--url', 'http://h:9000/'];
  expect(parseCommandLine(args, KEY)).toEqual({
    command: 'import',
    format: 'clowder-v2-jobs',
    files: ['a.json', 'b.json'],
    url: 'http://h:9000',
    key: 'k',
    map: 'm.csv',
    unplaced: undefined,
    checkpoint: 'a.json.checkpoint.json',
    restart: false,
  });
});

test.each([
  [['export'], 'There is no command export.'],
  [['import', 'girder', 'f'], 'clowder-extractions or clowder-v2-jobs, not girder'],
  [['import', 'clowder-extractions'], 'No file'],
  [['import', 'clowder-extractions', 'f', '--url', 'nowhere'], 'no address'],
  [['import', '--quick'], '--quick'],
])('%j is refused with a reason', (args, problem) => {
  expect(parseCommandLine(args, KEY)).toMatchObject({
    command: 'wrong',
    problem: expect.stringContaining(problem),
  });
});

test('a key is needed', () => {
  const args = ['import', 'clowder-extractions', 'f'];
  expect(parseCommandLine(args, {})).toMatchObject({ command: 'wrong' });
});

test('help shows an example of each import', () => {
  const help = parseCommandLine(['--help'], {});
  expect(help).toMatchObject({ command: 'help', text: expect.stringContaining('mongoexport') });
});
