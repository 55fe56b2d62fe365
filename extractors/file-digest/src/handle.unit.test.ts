import { randomBytes } from 'node:crypto';
import { runHandler, succeed } from '@pawprint/extractor';
import { expect, test } from 'vitest';
import { handle } from './handle.ts';

test('the digests of a known text are right', async () => {
  const { outcome, metadata } = await runHandler(handle, { input: Buffer.from('abc') });

  expect(metadata).toHaveLength(1);
  expect(metadata[0]?.content).toEqual({
    md5: '900150983cd24fb0d6963f7d28e17f72',
    sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    size_bytes: 3,
  });
  expect(outcome).toEqual(
    succeed('SHA-256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
  );
});

test('an empty file has the digests of no bytes', async () => {
  const { metadata } = await runHandler(handle, { input: Buffer.alloc(0) });
  expect(metadata[0]?.content).toMatchObject({ md5: 'd41d8cd98f00b204e9800998ecf8427e', size_bytes: 0 });
});

test('every field of the metadata has a meaning in its context', async () => {
  const { metadata } = await runHandler(handle, { input: Buffer.from('abc') });
  const [{ content, context } = { content: {}, context: {} }] = metadata;
  expect(Object.keys(context ?? {})).toEqual(expect.arrayContaining(Object.keys(content)));
});

test('a large file reports its progress to the end', async () => {
  const { progress } = await runHandler(handle, { input: randomBytes(1_000_000) });
  expect(progress.at(-1)?.fraction).toBe(1);
});
