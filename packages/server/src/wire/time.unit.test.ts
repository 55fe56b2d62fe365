import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { javaDate } from './time.ts';

const instants = fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59Z') });

describe('javaDate', () => {
  test('writes the fields in the order of Java, days with two digits', () => {
    expect(javaDate(Date.parse('2025-08-04T12:35:25.999Z'))).toBe('Mon Aug 04 12:35:25 UTC 2025');
  });

  test('always has the shape of Java and means the same second', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const text = javaDate(instant);
        expect(text).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}$/);
        expect(Date.parse(text)).toBe(Math.floor(instant / 1000) * 1000);
      }),
    );
  });
});
