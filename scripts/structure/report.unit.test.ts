import { expect, test } from 'vitest';
import { reportStructure } from './report.mjs';

const LIMITS = { circles: 0, oneImporter: 35, wayFiles: 2 };

function report(
  imports: Record<string, string[]>,
  { page = '', waysAreListed = false }: { page?: string; waysAreListed?: boolean } = {},
) {
  const modules = new Map(
    Object.entries(imports).map(([path, names]) => [
      path,
      { path, lines: 1000, imports: new Set(names), uses: new Set(names) },
    ]),
  );
  return reportStructure(modules, page, { limits: LIMITS, waysAreListed });
}

test('files and lines are counted by package, tests apart', () => {
  const { lines, problems } = report({
    'packages/core/src/a.ts': [],
    'packages/core/src/b.ts': [],
    'packages/core/src/a.unit.test.ts': ['packages/core/src/a.ts'],
    'extractors/word-count/src/main.ts': [],
  });
  expect(lines.slice(0, 3)).toEqual([
    '               files   lines   tests   lines',
    'core               2   2,000       1   1,000',
    'extractors         1   1,000       0       0',
  ]);
  expect(problems).toEqual([]);
});

test('an import that runs back up fails the check, unless a test makes it', () => {
  const { lines, problems } = report({
    'packages/core/src/a.ts': ['packages/protocol/src/index.ts'],
    'packages/core/src/a.unit.test.ts': ['packages/protocol/src/index.ts'],
    'packages/protocol/src/index.ts': [],
    'packages/protocol/src/user.ts': ['packages/protocol/src/index.ts'],
  });
  expect(lines).toContain('Imports that run back up: 1');
  expect(problems).toEqual([
    'packages/core/src/a.ts imports packages/protocol/src/index.ts: core may import no other package, not protocol.',
  ]);
});

test('a folder of the server outside the floors fails the check', () => {
  const { problems } = report({ 'packages/server/src/tracking/a.ts': [] });
  expect(problems).toEqual(['packages/server/src/tracking is not a floor (scripts/structure/layers.mjs)']);
});

test('a circle fails the check', () => {
  const [a, b, c] = ['packages/core/src/a.ts', 'packages/core/src/b.ts', 'packages/core/src/c.ts'] as const;
  const { lines, problems } = report({ [a]: [b], [b]: [a], [c]: [a, b] });
  expect(lines).toContain('Circles of files, types included: 1');
  expect(problems).toEqual([`Circle: ${a}, ${b}`]);
});

test('too many files with one importer fail the check', () => {
  const { lines, problems } = report({
    'packages/core/src/a.ts': ['packages/core/src/b.ts', 'packages/core/src/c.ts'],
    'packages/core/src/b.ts': ['packages/core/src/c.ts'],
    'packages/core/src/c.ts': [],
    'packages/core/src/c.unit.test.ts': ['packages/core/src/b.ts', 'packages/core/src/c.ts'],
  });
  expect(lines).toContain('Files with exactly one importer: 1 of 2, 50.0 %');
  expect(problems).toEqual(['50.0 % of files have exactly one importer, more than 35 %: fold some into it']);
});

test('a missing list of a way fails the check only where lists are required', () => {
  expect(report({}).problems).toEqual([]);
  expect(report({}).lines).toContain('The way of a report: not listed in ARCHITECTURE.md');
  expect(report({}, { waysAreListed: true }).problems).toHaveLength(2);
  expect(report({}, { page: '## The way of a report\n' }).problems).toHaveLength(1);
});

test('a way that enters too many files or is stale fails the check', () => {
  const page = ['## The way of an upload', '- [a](a)', '- [b](b)', '- [c](c)', ''].join('\n');
  const { lines, problems } = report({ a: ['b'], b: ['a'], x: ['a', 'b'] }, { page });
  expect(lines).toContain('The way of an upload enters 3 files');
  expect(problems).toEqual([
    'Circle: a, b',
    'The way of an upload: c does not exist',
    'The way of an upload enters 3 files, more than 2',
  ]);
});
