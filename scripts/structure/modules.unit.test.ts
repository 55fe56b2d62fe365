import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readModules } from './modules.mjs';

function readFiles(files: Record<string, string>) {
  const root = `${mkdtempSync(join(tmpdir(), 'pawprint-modules-'))}/`;
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    writeFileSync(`${root}${path}`, text);
  }
  return readModules(root);
}

test('every kind of import is read, types included', () => {
  const modules = readFiles({
    'packages/a/src/all.ts': [
      "import { one } from './one.ts';",
      "import type { Two } from './two.ts';",
      "export { three } from './three.ts';",
      "export * from './four.ts';",
      "import './five.ts';",
      "const six = import('./six.ts');",
      "type Seven = import('./seven.ts').Seven;",
      "import { z } from 'zod';",
      "import './style.css';",
      '',
    ].join('\n'),
    ...Object.fromEntries(
      ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((name) => [
        `packages/a/src/${name}.ts`,
        '',
      ]),
    ),
  });
  const all = modules.get('packages/a/src/all.ts');
  expect([...(all?.imports ?? [])].sort()).toEqual(
    ['five', 'four', 'one', 'seven', 'six', 'three', 'two'].map((name) => `packages/a/src/${name}.ts`),
  );
  expect(all?.lines).toBe(9);
});

test('a name passed on by a package is followed to the file that declares it', () => {
  const modules = readFiles({
    'packages/a/src/index.ts': "export { thing as other } from './inner.ts';\n",
    'packages/a/src/inner.ts': "export { thing } from './thing.ts';\n",
    'packages/a/src/thing.ts': 'export const thing = 1;\n',
    'packages/b/src/user.ts': "import { other } from '@pawprint/a';\n",
  });
  const user = modules.get('packages/b/src/user.ts');
  expect([...(user?.imports ?? [])]).toEqual(['packages/a/src/index.ts']);
  expect([...(user?.uses ?? [])]).toEqual(['packages/a/src/index.ts', 'packages/a/src/thing.ts']);
});

test('what is built or installed is not read', () => {
  const modules = readFiles({
    'packages/a/src/a.ts': '',
    'packages/a/dist/a.ts': '',
    'packages/a/node_modules/x/a.ts': '',
  });
  expect([...modules.keys()]).toEqual(['packages/a/src/a.ts']);
});
