import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { digestOf } from './source-digest.mjs';

let root: string;
const write = (path: string, content: string): void => writeFileSync(join(root, path), content);
const digest = (): string => digestOf(['package.json', 'src'], root);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pawprint-digest-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ['src/job', 'src/dist', 'src/node_modules'])
    mkdirSync(join(root, folder), { recursive: true });
  write('package.json', '{}');
  write('src/job/job.ts', 'export {}');
});

test('unchanged sources have the same digest', () => {
  expect(digest()).toBe(digest());
});

test.for<[string, () => void]>([
  ['a source that was edited', () => write('src/job/job.ts', 'export const x = 1;')],
  ['a source that was saved again', () => utimesSync(join(root, 'src/job/job.ts'), 1, 1)],
  ['a new source', () => write('src/job/attempt.ts', '')],
  ['a deleted source', () => rmSync(join(root, 'src/job/job.ts'))],
  ['a deleted file', () => rmSync(join(root, 'package.json'))],
])('%s changes the digest', ([, change]) => {
  const before = digest();
  change();
  expect(digest()).not.toBe(before);
});

test.for([
  'src/job/job.unit.test.ts',
  'src/dist/job.js',
  'src/node_modules/x.js',
  'src/.cache',
  'src/x.tsbuildinfo',
])('%s is not a source', (path) => {
  const before = digest();
  write(path, 'new');
  expect(digest()).toBe(before);
});
