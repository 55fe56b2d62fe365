import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, readFields, readJson } from './new-metadata.ts';

describe('metadata written as fields', () => {
  it('are parsed as numbers and booleans, else kept as text', () => {
    const fields = [
      { key: 'depth', value: '12.5' },
      { key: ' frozen ', value: 'true' },
      { key: 'plot', value: '007' },
      { key: 'site', value: ' North ridge ' },
      { key: 'note', value: '' },
      { key: '', value: '' },
    ];
    expect(readFields(fields)).toEqual({
      content: { depth: 12.5, frozen: true, plot: '007', site: 'North ridge', note: '' },
    });
  });

  it('without a key or with a repeated key are refused', () => {
    expect(readFields([{ key: ' ', value: 'x' }])).toEqual({ mistake: 'The value “x” has no key.' });
    const twice = ['a', 'b', 'a'].map((key) => ({ key, value: '1' }));
    expect(readFields(twice)).toEqual({ mistake: 'The key “a” is used twice.' });
  });

  it('are refused if all are empty', () => {
    expect(readFields([{ key: '', value: ' ' }])).toHaveProperty('mistake');
  });

  it('are all stored, without an error', () => {
    const field = fc.record({ key: fc.string({ maxLength: 8 }), value: fc.string({ maxLength: 8 }) });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 12 }), (fields) => {
        const draft = readFields(fields);
        if ('mistake' in draft) return;
        const meant = fields.filter(({ key, value }) => key.trim() !== '' || value.trim() !== '');
        expect(Object.keys(draft.content)).toHaveLength(meant.length);
      }),
    );
  });
});

describe('metadata written as JSON', () => {
  it('can be an object or a list', () => {
    expect(readJson('{"a": [1]}')).toEqual({ content: { a: [1] } });
    expect(readJson('[1]')).toEqual({ content: [1] });
  });

  it.each(['', '  ', 'null', '3', '"text"', '{"a":}'])('cannot be %j', (text) => {
    expect(readJson(text)).toHaveProperty('mistake');
  });

  it('keeps every object unchanged', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const text = JSON.stringify(object);
        expect(readJson(text)).toEqual({ content: JSON.parse(text) });
      }),
    );
  });
});

describe('the fields of stored metadata', () => {
  it('are read as the same metadata again', () => {
    const scalar = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), scalar), (content) => {
        const fields = fieldsOf(content);
        expect(fields === undefined ? { content } : readFields(fields)).toEqual({ content });
      }),
    );
  });

  it.each([
    [{ depth: 12.5, frozen: true, site: 'North ridge' }, 3],
    [{ plot: '12' }, undefined],
    [{ tree: { species: 'oak' } }, undefined],
    [{ empty: null }, undefined],
    [[1, 2], undefined],
    [{}, undefined],
  ])('of %j are %s', (content, count) => {
    expect(fieldsOf(content)?.length).toBe(count);
  });
});
