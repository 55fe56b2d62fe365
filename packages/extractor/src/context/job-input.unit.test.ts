import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runHandler } from '../run-handler.ts';

const pathFor = async (filename: string): Promise<string> => {
  let path = '';
  await runHandler(
    async (_, ctx) => {
      path = await ctx.input.file();
    },
    { input: Buffer.from('bytes'), filename },
  );
  return path;
};

test('a temporary file keeps the extension, and is removed after the handler', async () => {
  const path = await pathFor('Käse & Wein.JPG');
  expect(basename(path)).toBe('input.jpg');
  await expect(stat(dirname(path))).rejects.toThrow('ENOENT');
});

test('nothing else of a file’s name touches the disk', async () => {
  const nasty = fc.oneof(
    fc.string(),
    fc.constantFrom('../../etc/passwd', 'a/b.c\0d', '.', '..', 'x.a/b', `x.${'y'.repeat(300)}`),
  );
  await fc.assert(
    fc.asyncProperty(nasty, async (filename) => {
      expect(basename(await pathFor(filename))).toMatch(/^input(\.[a-z0-9]{1,16})?$/);
    }),
    { numRuns: 40 },
  );
});

test('the input is downloaded once for a file, and again for each stream', async () => {
  const { outcome } = await runHandler(
    async (_, ctx) => {
      const [first, second] = await Promise.all([ctx.input.file(), ctx.input.file()]);
      expect(second).toBe(first);
      expect(await readFile(first, 'utf8')).toBe('bytes');
      for (const stream of [ctx.input.stream(), ctx.input.stream()])
        expect(Buffer.concat(await stream.toArray()).toString()).toBe('bytes');
    },
    { input: Buffer.from('bytes') },
  );
  expect(outcome.kind).toBe('succeeded');
});
