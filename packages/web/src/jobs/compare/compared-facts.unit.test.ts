import type { JobOutput } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { differs } from '../../design/compared-table.tsx';
import { compareKeys } from '../../metadata/compare-keys.ts';
import { aJob, anAttempt, at } from '../builders.ts';
import { type Compared, compareFacts } from './compared-facts.ts';
import { compareOutputs, outputsOf } from './compared-outputs.ts';
import { readSide, writeSide } from './compared-side.ts';

const ID = '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9';

test('a side is a job, or an attempt at it', () => {
  expect(readSide(ID)).toEqual({ id: ID, attempt: null });
  expect(readSide(`${ID}:2`)).toEqual({ id: ID, attempt: 2 });
  expect(writeSide({ id: ID, attempt: 2 })).toBe(`${ID}:2`);
  for (const wrong of [undefined, '', 'x', `${ID}:0`, `${ID}:x`, `${ID}/2`])
    expect(readSide(wrong)).toBeUndefined();
});

const side = (over: Partial<Compared['job']>): Compared => ({
  job: { ...aJob.failed(), ...over },
  attempts: [anAttempt(1, { started_at: at(0), ended_at: at(10) })],
  attempt: null,
});

test('facts that differ are told from those that do not', () => {
  const rows = compareFacts(side({ extractor_version: '1.0' }), side({ extractor_version: '2.0' }));
  expect(rows.filter(differs)).toEqual([{ name: 'Version', left: '1.0', right: '2.0' }]);
});

test('an attempt has its own version, error and run time, and no wait', () => {
  const of = side({});
  const attempt = anAttempt(2, { extractor_version: '3.0', error: 'no header row', run_ms: 2_000 });
  const names = compareFacts({ ...of, attempt }, { ...of, attempt }).map(({ name }) => name);
  expect(names).not.toContain('Waited');
  expect(compareFacts({ ...of, attempt }, of).find(({ name }) => name === 'Version')?.left).toBe('3.0');
  expect(compareFacts({ ...of, attempt }, of).find(({ name }) => name === 'Error')?.left).toBe(
    'no header row',
  );
});

test('keys are compared however deep they are', () => {
  expect(
    compareKeys({ size: { w: 1, h: 2 }, pages: [1, 2] }, { size: { w: 1, h: 3 }, pages: [1], empty: {} }),
  ).toEqual([
    { name: 'size.w', left: '1', right: '1' },
    { name: 'size.h', left: '2', right: '3' },
    { name: 'pages[0]', left: '1', right: '1' },
    { name: 'pages[1]', left: '2', right: null },
    { name: 'empty', left: null, right: '{}' },
  ]);
  expect(compareKeys({}, {})).toEqual([]);
});

const output = (over: Partial<JobOutput>): JobOutput => ({
  kind: 'preview',
  id: 'p1',
  name: '',
  mime: 'image/png',
  size_bytes: 1_000,
  sha256: 'a'.repeat(64),
  resource: null,
  attempt: 1,
  instance_id: null,
  extractor_version: null,
  extractor_version_candidates: [],
  is_superseded: false,
  created_at: at(0),
  ...over,
});

test('files are compared by their digests, and several of one name in their order', () => {
  const made = (...outputs: JobOutput[]) => ({ outputs, documents: [] });
  const { others } = compareOutputs(
    made(output({}), output({ id: 'p2', sha256: 'b'.repeat(64) })),
    made(
      output({}),
      output({ id: 'p3', sha256: 'c'.repeat(64) }),
      output({ kind: 'tag', name: 'loam', size_bytes: null }),
    ),
  );
  expect(others.map((row) => [row.name, differs(row)])).toEqual([
    ['preview', false],
    ['preview #2', true],
    ['tag loam', true],
  ]);
});

test('the outputs of an attempt are those that it made, those of a job all of them', () => {
  const outputs = [output({}), output({ id: 'p2', attempt: 2 }), output({ id: 'p3', attempt: null })];
  const idsOf = (attempt: { number: number } | null) => outputsOf(outputs, attempt).map(({ id }) => id);
  expect([idsOf({ number: 1 }), idsOf({ number: 2 }), idsOf(null)]).toEqual([
    ['p1'],
    ['p2'],
    ['p1', 'p2', 'p3'],
  ]);
});
