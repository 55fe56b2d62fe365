import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The file that a specifier refers to; undefined for a package outside this repository. */
const sourceOf = (specifier: string, importer: string): string | undefined => {
  if (specifier.startsWith('.')) return new URL(specifier, importer).href;
  const name = /^@pawprint\/(\w+)$/.exec(specifier)?.[1];
  return name && new URL(`../../../${name}/src/index.ts`, import.meta.url).href;
};

/** The modules that a file imports at run time. With `verbatimModuleSyntax` only `import type` is removed. */
const importsOf = (file: string): string[] => {
  const code = readFileSync(fileURLToPath(file), 'utf8');
  const statements = code.matchAll(/^(?:import|export)(?! type) (?:[^;']* from )?'([^']+)'/gm);
  return [...statements].map(([, specifier = '']) => specifier);
};

/** Every package outside this repository that the file imports, directly or indirectly. */
const packagesReachedFrom = (entry: string): Set<string> => {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files)
    for (const specifier of importsOf(file)) {
      const source = sourceOf(specifier, file);
      if (source) files.add(source);
      else packages.add(specifier);
    }
  return packages;
};

test('the client does not import zod', () => {
  expect(packagesReachedFrom(new URL('index.ts', import.meta.url).href)).toEqual(
    new Set(['eventsource-parser']),
  );
});

test('the whole package imports zod, so imports are followed', () => {
  expect(packagesReachedFrom(new URL('../index.ts', import.meta.url).href)).toContain('zod');
});
