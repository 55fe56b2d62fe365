import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FieldValues,
  fitsFields,
  initialValues,
  parameterFields,
  readFieldValues,
  valuesOf,
} from './parameter-fields.ts';

const schema = {
  language: { type: 'string', title: 'Language', enum: ['en', 'de'], default: 'en' },
  shortest: { type: 'integer', minimum: 1, maximum: 50, default: 1 },
  ratio: { type: 'number' },
  stem: { type: 'boolean', title: 'Count stems' },
  title: { type: 'string', required: true },
  stopwords: { type: 'array', default: ['a'] },
};
const fields = parameterFields({ schema, form: ['*'] });
const read = (typed: FieldValues) =>
  readFieldValues(fields, { ...initialValues(fields), title: 'Words', ...typed });

describe('the parameters that an extractor declares', () => {
  test('are read from jsonform’s dialect', () => {
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

  test('stand in the order of the form, unlisted ones last', () => {
    const keys = parameterFields({ schema, form: ['title', { key: 'ratio' }, { type: 'submit' }] }).map(
      ({ key }) => key,
    );
    expect(keys).toEqual(['title', 'ratio', 'language', 'shortest', 'stem', 'stopwords']);
  });

  test('are read from a JSON Schema, alone or in a document', () => {
    const written = { type: 'object', properties: { depth: { type: 'number' } }, required: ['depth'] };
    for (const parameters of [{ schema: written }, written]) {
      const [depth] = parameterFields(parameters);
      expect(depth).toMatchObject({ key: 'depth', kind: 'number', required: true });
    }
  });

  test('are read from a bare map of properties', () => {
    const [depth] = parameterFields({ depth: { type: 'integer', maximum: 50 } });
    expect(depth).toMatchObject({ key: 'depth', kind: 'integer', maximum: 50 });
  });

  test('are none if there is no readable schema', () => {
    for (const document of [{}, { schema: null }, { schema: 'x' }, { schema: { a: 1 } }, { schema: [] }])
      expect(parameterFields(document)).toEqual([]);
  });

  test('are read without an error from any document', () => {
    fc.assert(
      fc.property(fc.object(), (schemaSent) => {
        const found = parameterFields({ schema: schemaSent });
        expect(typeof readFieldValues(found, initialValues(found)).ok).toBe('boolean');
      }),
    );
  });
});

describe('the values in the fields', () => {
  test('become parameters of the declared kinds, empty ones left out', () => {
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

  test('are refused field by field', () => {
    expect(read({ title: ' ', shortest: '0', ratio: 'much', stopwords: '[' })).toEqual({
      ok: false,
      errors: {
        title: 'Required.',
        shortest: 'At least 1.',
        ratio: 'Write a number.',
        stopwords: 'Write JSON, such as ["one", "two"].',
      },
    });
    expect(read({ shortest: '1.5' })).toMatchObject({ errors: { shortest: 'Write a whole number.' } });
    expect(read({ shortest: '51' })).toMatchObject({ errors: { shortest: 'At most 50.' } });
  });
});

describe('the parameters of a job', () => {
  test('that fit the fields come back from them unchanged', () => {
    const given = { language: 'de', shortest: 3, stem: false, title: 'Words', stopwords: ['a', 'b'] };
    expect(fitsFields(fields, given)).toBe(true);
    expect(readFieldValues(fields, valuesOf(fields, given))).toEqual({ ok: true, parameters: given });
  });

  test.each([{ language: 'fr' }, { shortest: 'three' }, { shortest: 51 }, { title: ['a'] }, { stem: 'yes' }])(
    'that do not fit are found: %j',
    (given) => {
      expect(fitsFields(fields, given)).toBe(false);
    },
  );

  test('from any document never throw', () => {
    const given = fc.dictionary(fc.constantFrom('language', 'ratio', 'stem', 'stopwords'), fc.jsonValue());
    fc.assert(
      fc.property(given, (parameters) => {
        const { ok } = readFieldValues(fields, { ...valuesOf(fields, parameters), title: 'Words' });
        expect(ok || !fitsFields(fields, parameters)).toBe(true);
      }),
    );
  });
});
