import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES: Readonly<Record<string, string>> = {
  '@pawprint/core': new URL('../../../core/src/index.ts', import.meta.url).href,
};

/** What a file imports at run time. With `verbatimModuleSyntax` only `import type` leaves nothing behind. */
const importsOf = (file: string): string[] => {
  const code = readFileSync(fileURLToPath(file), 'utf8');
  const statements = code.matchAll(/^(?:import|export)(?! type) (?:[^;']* from )?'([^']+)'/gm);
  return [...statements].map(([, specifier = '']) => specifier);
};

/** Every package outside this repository that the file reaches, directly or through others. */
const packagesReachedFrom = (entry: string): Set<string> => {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files)
    for (const specifier of importsOf(file)) {
      const source = SOURCES[specifier] ?? (specifier.startsWith('.') && new URL(specifier, file).href);
      if (source) files.add(source);
      else packages.add(specifier);
    }
  return packages;
};

test("the client reaches no zod, so that a page's bundle has none", () => {
  expect(packagesReachedFrom(new URL('index.ts', import.meta.url).href)).toEqual(
    new Set(['eventsource-parser']),
  );
});

test('the whole package does reach zod, so the way is followed', () => {
  expect(packagesReachedFrom(new URL('../index.ts', import.meta.url).href)).toContain('zod');
});
