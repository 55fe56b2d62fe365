import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
/** Those up to here are from before two releases could work at once. */
const LAST_BEFORE_THE_RULE = '0045';

/** What a server of the release before would no longer find, or be refused. An index that is missing only makes it slower. */
const REMOVALS = [
  /\bdrop\s+(table|column|function|trigger|type|view|sequence|schema)\b/i,
  /\brename\b/i,
  /\balter\s+(column\s+)?\w+\s+(type|set\s+data\s+type|set\s+not\s+null|drop\s+default)\b/i,
  /\badd\s+(constraint|check|unique|foreign\s+key|primary\s+key)\b/i,
  /\badd\s+(column\s+)?(?!constraint)[^;,]*\bnot\s+null\b(?![^;,]*\bdefault\b)/i,
];

const removalsOf = (statements: string): string[] => {
  const withoutComments = statements.replaceAll(/--.*$/gm, '');
  return REMOVALS.flatMap((removal) => removal.exec(withoutComments)?.[0] ?? []);
};

test('migrations that are not named after a release only add to the database', () => {
  const files = readdirSync(MIGRATIONS).filter(
    (name) => name.slice(0, 4) > LAST_BEFORE_THE_RULE && !/^\d{4}-from-/.test(name),
  );
  const found = files.map((name) => [name, removalsOf(readFileSync(new URL(name, MIGRATIONS), 'utf8'))]);
  expect(found.filter(([, removals = []]) => removals.length > 0)).toEqual([]);
});

test.each([
  'drop table old',
  'alter table jobs drop column note',
  'alter table jobs rename column note to remark',
  'alter table jobs alter column note type integer',
  'alter table jobs alter note set not null',
  'alter table jobs add constraint short check (length(note) < 9)',
  'alter table jobs add column note text not null',
])('%s is found to take something away', (statement) => {
  expect(removalsOf(statement)).toHaveLength(1);
});

test.each([
  'create table notes (text text not null)',
  'alter table jobs add column note text',
  "alter table jobs add column note text not null default ''",
  'create index notes_by_text on notes (text)',
  'drop index if exists notes_by_text',
  '-- the next release will drop column note',
])('%s is found to add only', (statement) => {
  expect(removalsOf(statement)).toEqual([]);
});
