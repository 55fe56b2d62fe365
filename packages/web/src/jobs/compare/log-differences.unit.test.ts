import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import { alignLogs, foldEqualLines } from './log-differences.ts';

const logOf = (texts: readonly string[]) =>
  texts.map((message, n) => anEvent(n + 1, { kind: 'LOG', message }));
const textsOf = (left: readonly string[], right: readonly string[]) =>
  alignLogs(logOf(left), logOf(right)).map(
    (pair) => [pair.left?.message ?? '', pair.isSame ? '=' : '≠', pair.right?.message ?? ''] as const,
  );

test('equal lines stand beside each other, and what one log has more stands alone', () => {
  expect(textsOf(['a', 'b', 'c'], ['a', 'x', 'b', 'c'])).toEqual([
    ['a', '=', 'a'],
    ['', '≠', 'x'],
    ['b', '=', 'b'],
    ['c', '=', 'c'],
  ]);
});

test('other lines in the same place stand beside each other', () => {
  expect(textsOf(['a', '3 rows', 'z'], ['a', '4 rows', 'and more', 'z'])).toEqual([
    ['a', '=', 'a'],
    ['3 rows', '≠', '4 rows'],
    ['', '≠', 'and more'],
    ['z', '=', 'z'],
  ]);
});

test('every line of both logs occurs once, in order, and equal pairs are equal', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      const pairs = alignLogs(logOf(left), logOf(right));
      expect(pairs.flatMap((pair) => pair.left?.message ?? [])).toEqual(left);
      expect(pairs.flatMap((pair) => pair.right?.message ?? [])).toEqual(right);
      const same = pairs.filter(({ isSame }) => isSame);
      expect(same.map((pair) => pair.left?.message)).toEqual(same.map((pair) => pair.right?.message));
    }),
  );
});

test('logs without a common line are shown beside each other, however long they are', () => {
  const lines = (name: string) => Array.from({ length: 5_000 }, (_, n) => `${name} ${n}`);
  const pairs = alignLogs(logOf(lines('left')), logOf(lines('right')));
  expect(pairs).toHaveLength(5_000);
  expect(pairs[4_999]).toMatchObject({ left: { message: 'left 4999' }, right: { message: 'right 4999' } });
});

test('runs of equal lines are folded, but for three beside each difference', () => {
  const same = Array.from({ length: 20 }, (_, n) => `line ${n}`);
  const blocks = foldEqualLines(alignLogs(logOf([...same, 'x']), logOf([...same, 'y'])));
  expect(blocks.map(({ kind, pairs }) => [kind, pairs.length])).toEqual([
    ['folded', 17],
    ['pairs', 4],
  ]);
  expect(foldEqualLines(alignLogs(logOf(same), logOf(same)))).toMatchObject([{ kind: 'folded' }]);
});
