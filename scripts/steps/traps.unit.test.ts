import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PAGE = join(import.meta.dirname, '../../docs/traps.md');

/** `[name](path): title`, as the page names tests. */
const named = [...readFileSync(PAGE, 'utf8').matchAll(/\]\((\.\.\/[^)]+)\): `([^`]+)`/g)].map(
  ([, path = '', title = '']) => ({ path, title }),
);

test('docs/traps.md names tests that exist', () => {
  expect(named.length).toBeGreaterThan(30);
  const missing = named.filter(({ path, title }) => {
    const source = readFileSync(join(PAGE, '..', path), 'utf8').replaceAll("\\'", "'");
    return !source.includes(`'${title}'`) && !source.includes(`"${title}"`);
  });
  expect(missing).toEqual([]);
});
