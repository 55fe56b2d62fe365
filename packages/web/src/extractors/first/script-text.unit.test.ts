import { expect, test } from 'vitest';
import { commandsOf, LANGUAGES, readWants, SCRIPTS, scriptOf, suggestName } from './script-text.ts';

const WANTED = { name: 'ana.first', wants: ['image/png', 'text/*'] };

test.each(LANGUAGES)(
  'the script in %s has the name and the types in place of those of the example',
  (language) => {
    const script = scriptOf(language, WANTED);
    expect(script).toContain('ana.first');
    expect(script).not.toContain('example.line-count');
    expect(script.replaceAll("'", '"')).toContain('["image/png", "text/*"]');
    expect(script.split('\n')).toHaveLength(SCRIPTS[language].text.split('\n').length);
  },
);

test('the commands name the server and the key, or a place for one', () => {
  expect(commandsOf('shell', 'http://lab:9000', 'pp_1')).toBe(
    'export PAWPRINT_URL=http://lab:9000\nexport PAWPRINT_KEY=pp_1\nsh line-count.sh',
  );
  expect(commandsOf('typescript', 'http://lab:9000', undefined)).toMatch(
    /^npm install http:\/\/lab:9000\/sdk\/pawprint-extractor.tgz\n.*\nexport PAWPRINT_KEY=your-key\n/,
  );
});

test('types are read between commas and spaces, and what is none is named', () => {
  expect(readWants(' text/*, image/svg+xml ')).toEqual({ wants: ['text/*', 'image/svg+xml'] });
  expect(readWants('text/*, png').problem).toMatch(/^png is no MIME type/);
  expect(readWants('a/$(b)').problem).toMatch(/is no MIME type/);
  expect(readWants(' ').problem).toMatch(/at least one/);
});

test.each([
  ['Ana Ruiz', 'ana.line-count'],
  ['Jörg', 'jo.line-count'],
  ['山田', 'my.line-count'],
])('for %s the name %s is suggested', (person, name) => {
  expect(suggestName(person)).toBe(name);
});
