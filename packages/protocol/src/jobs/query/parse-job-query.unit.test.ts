import { readFile } from 'node:fs/promises';
import type { JobQuery } from '@pawprint/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aQuery } from './job-query.builder.ts';
import { parseJobQuery } from './parse-job-query.ts';
import { writeJobQuery } from './write-job-query.ts';

const GUIDE = new URL('../../../../../docs/job-queries.md', import.meta.url);

test('the guide to queries explains every key', async () => {
  const parsed = parseJobQuery('color:red');
  const [, known = ''] = parsed.ok ? [] : (/Keys are (.*?)\. /.exec(parsed.mistake.message) ?? []);
  const explained = [...(await readFile(GUIDE, 'utf8')).matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
  expect(new Set(explained)).toEqual(new Set(known.split(', ')));
});

const text = (value: string): JobQuery => ({ key: 'text', values: [value] });

test.each<[string, JobQuery]>([
  ['', { all: [] }],
  ['  ', { all: [] }],
  ['state:failed,LOST', { key: 'state', values: ['FAILED', 'LOST'] }],
  ['state:done,retrying', { key: 'state', values: ['SUCCEEDED', 'RESUBMITTED'] }],
  ['extractor:rig.*', { key: 'extractor', values: ['rig.*'] }],
  ['failure:0a1b2c3d', { key: 'failure', values: ['0a1b2c3d'] }],
  ['dataset:"Soil cores, 2026"', { key: 'dataset', values: ['Soil cores, 2026'] }],
  ['dur:>5m', { key: 'elapsed', compare: '>', ms: 300_000 }],
  ['dur:1.5s', { key: 'elapsed', compare: '>=', ms: 1_500 }],
  ['attempts:>1', { key: 'attempts', compare: '>', count: 1 }],
  ['since:7d', { key: 'since', time: { agoMs: 604_800_000 } }],
  ['until:2026-11-20T12:00Z', { key: 'until', time: { at: Date.UTC(2026, 10, 20, 12) } }],
  ['no space', { all: [text('no'), text('space')] }],
  ['"no space: left"', text('no space: left')],
  ['"say \\"no\\""', text('say "no"')],
  ['a AND b', { all: [text('a'), text('b')] }],
  ['a b OR c', { any: [{ all: [text('a'), text('b')] }, text('c')] }],
  ['NOT a b', { all: [{ not: text('a') }, text('b')] }],
  ['NOT (a OR b)', { not: { any: [text('a'), text('b')] } }],
  ['or and not', { all: [text('or'), text('and'), text('not')] }],
])('%s is read', (query, expected) => {
  expect(parseJobQuery(query)).toEqual({ ok: true, query: expected });
});

test.each<[query: string, marked: string, message: RegExp]>([
  ['state:faild', 'faild', /“faild” is no state\. One is submitted, queued/],
  ['state:failed,', 'state:failed,', /value is missing after “state:”/],
  ['state: failed', 'state:', /value is missing/],
  ['color:red', 'color', /no key “color”\. Keys are state, flag/],
  ['ValueError: bad', 'ValueError:', /put it in quotes/],
  ['since:yesterday', 'yesterday', /is no time/],
  ['since:2026-13-45', '2026-13-45', /is no time/],
  ['since:7d,8d', '8d', /takes one value/],
  ['dur:fast', 'fast', /is no duration/],
  ['attempts:many', 'many', /is no number of attempts/],
  ['(a OR b', '(', /not closed/],
  ['a)', ')', /closes nothing/],
  ['()', ')', /missing before this bracket/],
  ['a OR', '', /condition is missing here/],
  ['OR a', 'OR', /missing before OR/],
  ['NOT', '', /condition is missing here/],
  ['"open', '"open', /quote is not closed/],
  ['a, b', ',', /in quotes/],
  [':a', ':', /in quotes/],
  ['dataset:""', '""', /empty/],
])('%s has a mistake at %s', (query, marked, message) => {
  const parsed = parseJobQuery(query);
  if (parsed.ok) throw new Error(`was read as ${JSON.stringify(parsed.query)}`);
  const { start, end } = parsed.mistake;
  expect({ marked: query.slice(start, end), message: parsed.mistake.message }).toEqual({
    marked,
    message: expect.stringMatching(message),
  });
});

test('a query is neither nested without end nor longer than a statement can be', () => {
  expect(parseJobQuery(`${'('.repeat(30)}a${')'.repeat(30)}`)).toMatchObject({ ok: false });
  expect(parseJobQuery('NOT '.repeat(5_000))).toMatchObject({ ok: false });
  expect(parseJobQuery('a '.repeat(101))).toMatchObject({ ok: false });
});

test('what is written is read again as the same query', () => {
  fc.assert(
    fc.property(aQuery, (query) => {
      expect(parseJobQuery(writeJobQuery(query))).toEqual({ ok: true, query });
    }),
  );
});

test('any text is read, or has a mistake within it', () => {
  const piece = fc.constantFrom(
    'state:',
    'failed',
    'OR',
    'AND',
    'NOT',
    '(',
    ')',
    '"',
    ',',
    ':',
    ' ',
    '\\',
    'dur:>5m',
    'x',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(anyText, (query) => {
      const parsed = parseJobQuery(query);
      const { start, end } = parsed.ok ? { start: 0, end: 0 } : parsed.mistake;
      expect(0 <= start && start <= end && end <= query.length).toBe(true);
    }),
  );
});
