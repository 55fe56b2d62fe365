import { runHandler, succeed } from '@pawprint/extractor';
import { expect, test } from 'vitest';
import { handle } from './handle.ts';

test('a text is counted, and the counts are its metadata and its outcome', async () => {
  const { outcome, metadata } = await runHandler(handle, { input: Buffer.from('Die Übung\nbeginnt 😀\n') });
  expect(metadata[0]?.content).toEqual({ lines: 2, words: 4, characters: 20, encoding: 'utf-8' });
  expect(outcome).toEqual(succeed('2 lines, 4 words, 20 characters'));
});

test('a count of one is written in the singular', async () => {
  const { outcome } = await runHandler(handle, { input: Buffer.from('b') });
  expect(outcome).toEqual(succeed('1 line, 1 word, 1 character'));
});

test('an empty text has no lines', async () => {
  const { metadata } = await runHandler(handle, { input: Buffer.alloc(0) });
  expect(metadata[0]?.content).toEqual({ lines: 0, words: 0, characters: 0, encoding: 'utf-8' });
});

test('a text in UTF-16 with a byte order mark is read', async () => {
  const { metadata } = await runHandler(handle, { input: Buffer.from('\ufeffzwei Wörter\r\n', 'utf16le') });
  expect(metadata[0]?.content).toMatchObject({ lines: 1, words: 2, encoding: 'utf-16le' });
});

test('every field of the metadata has a meaning in its context', async () => {
  const { metadata } = await runHandler(handle, { input: Buffer.from('abc') });
  const [{ content, context } = { content: {}, context: {} }] = metadata;
  expect(Object.keys(context ?? {})).toEqual(expect.arrayContaining(Object.keys(content)));
});
