import { runHandler, skip, succeed } from '@pawprint/extractor';
import { expect, test } from 'vitest';
import { countLines } from './line-count.ts';

const TEXT = Buffer.from('one\n\ntwo\nthree');

test('the lines of a text are counted, the last one without its end too', async () => {
  const { outcome, metadata } = await runHandler(countLines, { input: TEXT, mimeType: 'text/plain' });
  expect(outcome).toEqual(succeed('4 lines'));
  expect(metadata).toMatchObject([{ content: { lines: 4 } }]);
});

test('empty lines are left out when asked for', async () => {
  const { outcome } = await runHandler(countLines, { input: TEXT, parameters: { skipEmpty: true } });
  expect(outcome).toEqual(succeed('3 lines'));
});

test('an empty file is skipped', async () => {
  const { outcome, metadata } = await runHandler(countLines);
  expect(outcome).toEqual(skip('an empty file has no lines'));
  expect(metadata).toEqual([]);
});
