import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockDataDirectory } from './data-directory-lock.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pawprint-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a lock excludes until it is released', () => {
  const folder = newFolder();
  const lock = lockDataDirectory(folder);

  expect(() => lockDataDirectory(folder)).toThrow(`process ${process.pid}`);
  lock.release();
  lockDataDirectory(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

test.for([
  ['of a process that has ended', JSON.stringify({ pid: 2 ** 30, startedAt: '1' })],
  ['of a process whose id another one got', JSON.stringify({ pid: process.pid, startedAt: 'another time' })],
  ['that is empty', ''],
  ['that is damaged', '{"pid":'],
  ['that is something else', '[1, 2]'],
])('a lock %s counts for nothing', ([, content]) => {
  const folder = newFolder();
  writeFileSync(join(folder, 'server.lock'), content ?? '');

  lockDataDirectory(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a release leaves a lock that another process has', () => {
  const folder = newFolder();
  const lock = lockDataDirectory(folder);
  writeFileSync(join(folder, 'server.lock'), 'theirs');

  lock.release();
  expect(existsSync(join(folder, 'server.lock'))).toBe(true);
});
