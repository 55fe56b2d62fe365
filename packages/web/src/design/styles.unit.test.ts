import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = join(dirname(fileURLToPath(import.meta.url)), '..');
const styles = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css'));

const componentsUsed = (): string[] => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const imports = files.flatMap((name) => [
    ...readFileSync(join(source, name), 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g),
  ]);
  return [...new Set(imports.flatMap(([, names]) => (names ?? '').match(/\b[A-Z]\w+/g) ?? []))];
};

test('every Mantine component in use brings its styles', () => {
  const imported = readFileSync(join(source, 'design/styles.ts'), 'utf8');
  const styled = componentsUsed().filter((name) => existsSync(join(styles, `styles/${name}.layer.css`)));
  expect(styled).toContain('Button');
  expect(styled.filter((name) => !imported.includes(`/${name}.layer.css`))).toEqual([]);
});
