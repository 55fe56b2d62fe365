import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MetadataTerm, parseMetadataQuery, writeMetadataQuery } from './metadata-query.ts';

test.each<[string, readonly MetadataTerm[]]>([
  ['', []],
  ['lines>1000', [{ key: 'lines', compare: '>', number: 1_000 }]],
  ['lines:>=1e3', [{ key: 'lines', compare: '>=', number: 1_000 }]],
  ['ph=6.4', [{ key: 'ph', compare: '=', number: 6.4 }]],
  ['ph:-6', [{ key: 'ph', compare: '=', number: -6 }]],
  ['exif.Model:"X-T5"', [{ key: 'exif.Model', pattern: 'X-T5' }]],
  ['exif.Model:X-T*', [{ key: 'exif.Model', pattern: 'X-T*' }]],
  ['sample:"00123"', [{ key: 'sample', pattern: '00123' }]],
  ['"depth (cm)"<=30', [{ key: 'depth (cm)', compare: '<=', number: 30 }]],
  ['at:2026-11-20T12:00', [{ key: 'at', pattern: '2026-11-20T12:00' }]],
  ['oak "red oak"', [{ text: 'oak' }, { text: 'red oak' }]],
  [String.raw`by:"say \"no\""`, [{ key: 'by', pattern: 'say "no"' }]],
])('%s is read', (query, terms) => {
  expect(parseMetadataQuery(query)).toEqual({ ok: true, terms });
});

test.each<[query: string, marked: string, message: RegExp]>([
  ['lines>many', 'many', /no number/],
  ['lines>"5"', '"5"', /no number/],
  ['lines:', 'lines:', /value is missing after “lines:”/],
  ['lines> 5', 'lines>', /value is missing/],
  ['>5', '>', /key is missing/],
  ['a:"open', '"open', /not closed/],
  ['"open', '"open', /not closed/],
  ['""', '""', /empty/],
  ['a b c d e f g h i j k', 'a b c d e f g h i j k', /at most 10 terms/],
])('%s has a mistake at %s', (query, marked, message) => {
  const parsed = parseMetadataQuery(query);
  if (parsed.ok) throw new Error(`was read as ${JSON.stringify(parsed.terms)}`);
  const { start, end } = parsed.mistake;
  expect({ marked: query.slice(start, end), message: parsed.mistake.message }).toEqual({
    marked,
    message: expect.stringMatching(message),
  });
});

const someText = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.trim() !== '');
const aTerm: fc.Arbitrary<MetadataTerm> = fc.oneof(
  fc.record({ text: someText }),
  fc.record({ key: someText, pattern: someText }),
  fc.record({
    key: someText,
    compare: fc.constantFrom('>', '>=', '<', '<=', '=' as const),
    // JSON's zero has no sign.
    number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  }),
);

test('what is written is read again as the same terms', () => {
  fc.assert(
    fc.property(fc.array(aTerm, { maxLength: 10 }), (terms) => {
      expect(parseMetadataQuery(writeMetadataQuery(terms))).toEqual({ ok: true, terms });
    }),
  );
});

test('any text is read, or has a mistake within it', () => {
  const piece = fc.constantFrom('lines', '>', '<=', ':', '=', '"', ' ', '\\', '5', 'x.y', '*', '\n');
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(anyText, (query) => {
      const parsed = parseMetadataQuery(query);
      const { start, end } = parsed.ok ? { start: 0, end: 0 } : parsed.mistake;
      expect(0 <= start && start <= end && end <= query.length).toBe(true);
    }),
  );
});
