import { expect, test } from 'vitest';
import { filesFor } from './datasets.ts';
import { FEWEST_FILES } from './options.ts';

test.each([FEWEST_FILES, 50, 200])('%i files are made where so many are asked for', (total) => {
  expect([...filesFor(total).values()].flat()).toHaveLength(total);
});

test('200 files have all kinds, and every file can be made', async () => {
  const files = [...filesFor(200).values()].flat();
  const made = await Promise.all(
    files.map(async ({ name, bytes }) => ({ name, size: (await bytes()).length })),
  );
  const kinds = new Set(made.map(({ name }) => name.split('.').at(-1)));
  expect(kinds).toEqual(
    new Set(['csv', 'dat', 'gz', 'jpg', 'json', 'md', 'pdf', 'png', 'svg', 'txt', 'wav', 'xml', 'zip']),
  );
  expect(made.filter(({ size }) => size === 0).every(({ name }) => name.startsWith('empty'))).toBe(true);
});

test('only deliberately odd names are repeated in a dataset', () => {
  for (const files of filesFor(200).values()) {
    const names = files
      .map(({ name }) => name)
      .filter((name) => /^[\w.-]+$/.test(name) && !name.includes('protocol'));
    expect(new Set(names).size).toBe(names.length);
  }
});
