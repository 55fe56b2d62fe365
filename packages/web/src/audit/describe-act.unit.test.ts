import { expect, test } from 'vitest';
import { anEntry } from './builders.ts';
import { describeAct, describeOrigin, describePerson } from './describe-act.ts';

const sentenceOf = (also: Parameters<typeof anEntry>[1]): string =>
  describeAct(anEntry('a1', also))
    .map((piece) => ('text' in piece ? piece.text : `[${piece.subject}]`))
    .join('');

test('an act is a sentence with the names of then', () => {
  const details = { user: 'u2', user_name: 'Ben', role: 'editor' };
  expect(sentenceOf({ act: 'space.set_member', details })).toBe('gave Ben the role editor in [Soil lab]');
});

test('numbers have their noun', () => {
  expect(sentenceOf({ act: 'jobs.cancel', details: { of: 1 } })).toBe('cancelled 1 job');
  expect(sentenceOf({ act: 'jobs.cancel', details: { of: 3_000 } })).toBe('cancelled 3,000 jobs');
});

test('a subject without a name is shown by what identifies it', () => {
  const entry = { act: 'extractor.disable', subject: 'ncsa.wordcount', subject_name: null };
  expect(sentenceOf(entry)).toBe('switched [ncsa.wordcount] off');
});

test('an act of a newer server is named as it is recorded', () => {
  expect(sentenceOf({ act: 'moon.land' })).toBe('moon.land [Soil lab]');
});

test.each([
  [{ person: null, means: null, address: null }, 'The server', '–'],
  [
    { person: { id: null, name: 'root' }, means: 'command', address: null },
    'root at the command line',
    'command line',
  ],
  [{ means: 'key', credential: 'laptop', address: '192.0.2.7' }, 'Ana Ruiz', 'key laptop · 192.0.2.7'],
  [{ means: 'session', address: '192.0.2.7' }, 'Ana Ruiz', 'browser · 192.0.2.7'],
] as const)('%j was done by %s from %s', (also, person, origin) => {
  expect(describePerson(anEntry('a1', also))).toBe(person);
  expect(describeOrigin(anEntry('a1', also))).toBe(origin);
});
