import { expect, test } from 'vitest';
import {
  contentOf,
  differencesBetween,
  type Essentials,
  type VersionedEssentials,
} from './extractor-change.ts';

const essentials = (also: Partial<VersionedEssentials> = {}): VersionedEssentials => ({
  version: '1.0',
  process: { file: ['text/*', 'image/png'], dataset: [], metadata: [] },
  parameters: {},
  queue: 'word-count',
  ...also,
});

test.each<[string, Partial<Essentials>, boolean]>([
  [
    'patterns in another order, and twice',
    { process: { file: ['image/png', 'text/*', 'text/*'], dataset: [], metadata: [] } },
    true,
  ],
  ['another pattern', { process: { file: ['*'], dataset: [], metadata: [] } }, false],
  [
    'the same patterns of datasets',
    { process: { file: [], dataset: ['text/*', 'image/png'], metadata: [] } },
    false,
  ],
  ['another queue', { queue: 'mine' }, false],
  ['no queue', { queue: null }, false],
  ['another parameter', { parameters: { depth: { type: 'integer' } } }, false],
])('%s has the same content: %s', (_, also, isSame) => {
  expect(contentOf(essentials(also)) === contentOf(essentials())).toBe(isSame);
});

test('the order of keys in parameters makes no other content', () => {
  const one = { a: { type: 'integer', title: 'A' }, b: [1, { x: 1, y: 2 }] };
  const other = { b: [1, { y: 2, x: 1 }], a: { title: 'A', type: 'integer' } };
  expect(contentOf(essentials({ parameters: one }))).toBe(contentOf(essentials({ parameters: other })));
});

test('the version is not part of the content', () => {
  expect(contentOf(essentials({ version: '2.0' }))).toBe(contentOf(essentials()));
});

test('only fields that differ are named, with their lines before and after', () => {
  const after = essentials({
    version: '2.0',
    process: { file: ['*'], dataset: [], metadata: [] },
    parameters: { type: 'object', properties: { depth: { type: 'integer' } } },
    queue: null,
  });
  expect(differencesBetween(essentials(), after)).toEqual([
    { field: 'files', before: ['image/png', 'text/*'], after: ['*'] },
    { field: 'queue', before: ['word-count'], after: [] },
    { field: 'parameters', before: [], after: ['depth: {"type":"integer"}', 'type: "object"'] },
    { field: 'version', before: ['1.0'], after: ['2.0'] },
  ]);
});

test('a first announcement differs in all that it says', () => {
  expect(differencesBetween(null, essentials())).toEqual([
    { field: 'files', before: [], after: ['image/png', 'text/*'] },
    { field: 'queue', before: [], after: ['word-count'] },
    { field: 'version', before: [], after: ['1.0'] },
  ]);
});

test('parameters that come with a form have one line each', () => {
  const parameters = {
    schema: { type: 'object', properties: { depth: { type: 'integer' }, unit: { enum: ['m', 'ft'] } } },
    form: ['depth', 'unit'],
  };
  const [difference] = differencesBetween(essentials(), essentials({ parameters }));
  expect(difference?.after).toEqual([
    'depth: {"type":"integer"}',
    'form: ["depth","unit"]',
    'type: "object"',
    'unit: {"enum":["m","ft"]}',
  ]);
});
