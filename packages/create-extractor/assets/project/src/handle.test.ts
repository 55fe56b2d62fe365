import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runHandler, skip, succeed } from '@pawprint/extractor';
import { handle } from './handle.ts';

void test('two lines are counted', async () => {
  const { outcome, metadata } = await runHandler(handle, { input: Buffer.from('one\ntwo\n') });
  assert.deepEqual(outcome, succeed('2 lines'));
  assert.deepEqual(metadata[0]?.content, { lines: 2, bytes: 8 });
});

void test('an empty file is skipped', async () => {
  const { outcome, metadata } = await runHandler(handle);
  assert.deepEqual(outcome, skip('The file is empty.'));
  assert.deepEqual(metadata, []);
});
