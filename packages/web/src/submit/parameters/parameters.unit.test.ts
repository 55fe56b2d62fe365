import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameterFields } from './parameter-fields.ts';
import { initialTyped, readTyped, type Typed } from './read-typed.ts';

const schema = {
  language: { type: 'string', title: 'Language', enum: ['en', 'de'], default: 'en' },
  shortest: { type: 'integer', minimum: 1, maximum: 50, default: 1 },
  ratio: { type: 'number' },
  stem: { type: 'boolean', title: 'Count stems' },
  title: { type: 'string', required: true },
  stopwords: { type: 'array', default: ['a'] },
};
const fields = parameterFields({ schema, form: ['*'] });
const read = (typed: Typed) => readTyped(fields, { ...initialTyped(fields), title: 'Words', ...typed });

describe('what an extractor says it takes', () => {
  test('is read from jsonform’s dialect', () => {
    expect(fields.map(({ key, kind, required }) => [key, kind, required])).toEqual([
      ['language', 'choice', false],
      ['shortest', 'integer', false],
      ['ratio', 'number', false],
      ['stem', 'boolean', false],
      ['title', 'text', true],
      ['stopwords', 'json', false],
    ]);
    expect(fields.map(({ title }) => title).slice(0, 2)).toEqual(['Language', 'shortest']);
  });

  test('stands in the order of its form, what the form leaves out last', () => {
    const keys = parameterFields({ schema, form: ['title', { key: 'ratio' }, { type: 'submit' }] }).map(
      ({ key }) => key,
    );
    expect(keys).toEqual(['title', 'ratio', 'language', 'shortest', 'stem', 'stopwords']);
  });

  test('is read from a JSON Schema of an object too, also where that stands alone', () => {
    const written = { type: 'object', properties: { depth: { type: 'number' } }, required: ['depth'] };
    for (const parameters of [{ schema: written }, written]) {
      const [depth] = parameterFields(parameters);
      expect(depth).toMatchObject({ key: 'depth', kind: 'number', required: true });
    }
  });

  test('is nothing where there is no schema, or one that nobody can read', () => {
    for (const document of [{}, { schema: null }, { schema: 'x' }, { schema: { a: 1 } }, { schema: [] }])
      expect(parameterFields(document)).toEqual([]);
  });

  test('never breaks the page, whatever an extractor sends', () => {
    fc.assert(
      fc.property(fc.object(), (schemaSent) => {
        const found = parameterFields({ schema: schemaSent });
        expect(typeof readTyped(found, initialTyped(found)).ok).toBe('boolean');
      }),
    );
  });
});

describe('what is typed', () => {
  test('becomes values of the kinds that were asked for; what is left empty is left out', () => {
    expect(read({ shortest: '3', ratio: ' 0.5 ', stem: true, language: 'de' })).toEqual({
      ok: true,
      parameters: {
        language: 'de',
        shortest: 3,
        ratio: 0.5,
        stem: true,
        title: 'Words',
        stopwords: ['a'],
      },
    });
    expect(read({ language: '', shortest: '', stopwords: '' })).toEqual({
      ok: true,
      parameters: { stem: false, title: 'Words' },
    });
  });

  test('is refused field by field', () => {
    expect(read({ title: ' ', shortest: '0', ratio: 'much', stopwords: '[' })).toEqual({
      ok: false,
      mistakes: {
        title: 'Fill this in.',
        shortest: 'At least 1.',
        ratio: 'Write a number.',
        stopwords: 'Write JSON, such as ["one", "two"].',
      },
    });
    expect(read({ shortest: '1.5' })).toMatchObject({ mistakes: { shortest: 'Write a whole number.' } });
    expect(read({ shortest: '51' })).toMatchObject({ mistakes: { shortest: 'At most 50.' } });
  });
});
