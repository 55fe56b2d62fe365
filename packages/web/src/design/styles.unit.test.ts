import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = join(dirname(fileURLToPath(import.meta.url)), '..');
const mantine = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css'));

const read = (ending: RegExp): ReadonlyMap<string, string> => {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    ending.test(name),
  );
  return new Map(names.map((name) => [join(source, name), readFileSync(join(source, name), 'utf8')]));
};

const code = read(/(?<!\.test)\.tsx?$/);
const styles = read(/\.css$/);

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? '');

const withoutComments = (css: string): string => css.replaceAll(/\/\*.*?\*\//gs, '');

test('only element defaults and CSS variables are global', () => {
  const global = [...styles.keys()].filter((file) => !file.endsWith('.module.css'));
  expect(global.map((file) => basename(file)).sort()).toEqual(['base.css', 'tokens.css']);
  for (const file of global)
    expect(withoutComments(styles.get(file) ?? '')).not.toMatch(/\.[a-z][\w-]*[^{};]*\{/i);
});

test('the styles of every Mantine component in use are imported', () => {
  const imported = readFileSync(join(source, 'design/styles.ts'), 'utf8');
  const names = [...code.values()].flatMap((text) =>
    matches(text, /import \{([^}]*)\} from '@mantine\/core'/g).flatMap((list) =>
      matches(list, /\b([A-Z]\w+)/g),
    ),
  );
  const styled = [...new Set(names)].filter((name) => existsSync(join(mantine, `styles/${name}.layer.css`)));
  expect(styled).toContain('Button');
  expect(styled.filter((name) => !imported.includes(`/${name}.layer.css`))).toEqual([]);
});

/** Code that reads `styles[name]` can use every class, so none of the module counts as unused. */
const isReadByVariable = (module: string): boolean =>
  [...code].some(([file, text]) =>
    [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].some(
      ([, name = '', path = '']) => join(dirname(file), path) === module && text.includes(`${name}[`),
    ),
  );

const withoutGlobals = (css: string): string => withoutComments(css).replaceAll(/:global\([^)]*\)/g, '');

/** The classes that code reads of each CSS module: "design/text.module.css" → bold, dimmed … */
const classesRead = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const read = new Map<string, Set<string>>();
  for (const [file, text] of code)
    for (const [, name = '', path = ''] of text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      const module = join(dirname(file), path);
      const classes = read.get(module) ?? new Set();
      for (const found of matches(text, new RegExp(`(?<![\\w./-])${name}\\.(\\w+)`, 'g'))) classes.add(found);
      read.set(module, classes);
    }
  return read;
};

test('every class that code reads of a CSS module is defined there', () => {
  const read = classesRead();
  expect(read.size).toBeGreaterThan(20);
  for (const [file, classes] of read) {
    const defined = matches(withoutComments(styles.get(file) ?? ''), /\.([a-zA-Z][\w-]*)/g);
    expect(defined, file).toEqual(expect.arrayContaining([...classes]));
  }
});

test('every class of a CSS module is read by code', () => {
  const read = classesRead();
  const unused = [...styles].flatMap(([file, css]) =>
    matches(withoutGlobals(css), /\.([a-zA-Z][\w-]*)/g)
      .filter((name) => file.endsWith('.module.css') && !read.get(file)?.has(name) && !isReadByVariable(file))
      .map((name) => `${name} of ${file}`),
  );
  expect([...new Set(unused)]).toEqual([]);
});

test('every CSS variable in use is defined', () => {
  const all = [...styles.values()].map(withoutComments);
  const defined = new Set(all.flatMap((css) => matches(css, /(--[\w-]+)\s*:/g)));
  const set = new Set([...code.values()].flatMap((text) => matches(text, /['"](--[\w-]+)['"]/g)));
  const used = [...all, ...code.values()].flatMap((text) => matches(text, /var\((--[\w-]*\w)[,)]/g));
  const unknown = used.filter(
    (name) => !defined.has(name) && !set.has(name) && !name.startsWith('--mantine-'),
  );
  expect([...new Set(unknown)]).toEqual([]);
});
