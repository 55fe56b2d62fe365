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
  [['extractors', 'stop', 'x'], 'disable, versions, supersede, restore, not stop'],
  [['extractors', 'pause'], 'Which extractor to pause is not given.'],
  [['extractors', 'resume', 'a', 'b'], 'One extractor at a time'],
  [['extractors', 'disable', 'a', '--reason', 'x'], 'Only a pause and a superseded version have a reason.'],
  [['extractors', 'supersede', 'a'], 'Which version of a to supersede is not given.'],
  [['extractors', 'restore', 'a', '1.0', '1.1'], 'One version at a time'],
  [['extractors', 'list', 'a'], 'takes no name'],
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

test.each([
  [['extractors'], { action: 'list' }],
  [['extractors', 'list'], { action: 'list' }],
  [['extractors', 'show', 'a'], { action: 'show', name: 'a' }],
  [['extractors', 'pause', 'a'], { action: 'pause', name: 'a', reason: undefined }],
  [
    ['extractors', 'pause', 'a', '--reason', 'new disks'],
    { action: 'pause', name: 'a', reason: 'new disks' },
  ],
  [['extractors', 'enable', 'a'], { action: 'enable', name: 'a' }],
  [['extractors', 'versions', 'a'], { action: 'versions', name: 'a' }],
  [
    ['extractors', 'supersede', 'a', '1.9', '--reason', 'wrong units'],
    { action: 'supersede', name: 'a', version: '1.9', reason: 'wrong units' },
  ],
  [
    ['extractors', 'restore', 'a', '1.9'],
    { action: 'restore', name: 'a', version: '1.9', reason: undefined },
  ],
])('%j is read', (args, request) => {
  expect(parseCommandLine(args, KEY)).toEqual({
    command: 'extractors',
    url: 'http://127.0.0.1:9000',
    key: 'k',
    json: false,
    request,
  });
});

test('help of extractors shows an example of a pause', () => {
  const help = parseCommandLine(['extractors', '--help'], {});
  expect(help).toMatchObject({ command: 'help', text: expect.stringContaining('--reason') });
});

test('help shows an example of each import', () => {
  const help = parseCommandLine(['--help'], {});
  expect(help).toMatchObject({ command: 'help', text: expect.stringContaining('mongoexport') });
});
