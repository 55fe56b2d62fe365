import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textLines } from './child-process.ts';

const linesOf = async (chunks: readonly Uint8Array[]): Promise<string[]> => {
  async function* given() {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const line of textLines(given())) lines.push(line);
  return lines;
};

const cutAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};

test('the lines are the same however the bytes are split', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', ' ', 'ä', '€', '😀') });
  const text = fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')))
    .map((lines) => ({ lines: lines.map(([words]) => words), text: lines.flat().join('') }));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat()), async ({ lines, text: whole }, cuts) => {
      expect(await linesOf(cutAt(Buffer.from(whole), cuts))).toEqual(lines);
    }),
  );
});

test('a carriage return ends a line, as progress bars draw it', async () => {
  expect(await linesOf([Buffer.from('10 %\r20 %\r'), Buffer.from('30 %\rdone')])).toEqual([
    '10 %',
    '20 %',
    '30 %',
    'done',
  ]);
});

test('the last line needs no line break', async () => {
  expect(await linesOf([Buffer.from('a\nb')])).toEqual(['a', 'b']);
  expect(await linesOf([])).toEqual([]);
});

test('an endless line comes in pieces and does not fill the memory', async () => {
  const pieces = await linesOf(Array.from({ length: 50 }, () => Buffer.alloc(10_000, 'x')));
  expect(pieces.join('')).toHaveLength(500_000);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(16_000);
});
