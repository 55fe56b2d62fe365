import { expect, test } from 'vitest';
import { ROOT } from '../steps/run-step.mjs';
import plugin from './lint-rules.mjs';

const STATEMENTS = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
] as const;

/** What a rule says of an import in a file, for each kind of statement. */
function lint(rule: keyof typeof plugin.rules, file: string, specifier: string): string[] {
  const messages: string[] = [];
  const visitor = plugin.rules[rule].create({
    filename: `${ROOT}${file}`,
    report: ({ message }) => void messages.push(message),
  });
  const source = { type: 'Literal', value: specifier, raw: null, start: 0, end: 0 } as const;
  for (const statement of STATEMENTS) visitor[statement]({ source });
  return messages;
}

test('an import from a floor below is reported in every kind of statement', () => {
  const messages = lint('server-floors', 'packages/server/src/store/jobs/a.ts', '../../http/app.ts');
  expect(messages).toEqual(
    STATEMENTS.map(() => 'store/ may import only its own files and model, config, not http/.'),
  );
});

test('an import from a floor above is not reported', () => {
  expect(lint('server-floors', 'packages/server/src/http/a.ts', '../store/b.ts')).toEqual([]);
});

test('an import of another package is reported where the table refuses it', () => {
  expect(lint('package-borders', 'packages/web/src/a.ts', '@pawprint/server')).toHaveLength(
    STATEMENTS.length,
  );
  expect(lint('package-borders', 'packages/web/src/a.ts', '@pawprint/protocol')).toEqual([]);
  expect(lint('package-borders', 'packages/web/src/a.ts', 'react')).toEqual([]);
});

test('a relative path into another package is reported as well', () => {
  const messages = lint('package-borders', 'packages/core/src/a.ts', '../../protocol/src/index.ts');
  expect(messages[0]).toBe('core may import no other package, not protocol.');
});
