import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { javaDate } from './time.ts';

const instants = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

describe('javaDate', () => {
  test('writes the fields in the order of Java, days with two digits', () => {
    expect(javaDate(new Date('2025-08-04T12:35:25.999Z'))).toBe('Mon Aug 04 12:35:25 UTC 2025');
  });

  test('always has the shape of Java and means the same second', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const text = javaDate(instant);
        expect(text).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}$/);
        expect(Date.parse(text)).toBe(Math.floor(instant.getTime() / 1000) * 1000);
      }),
    );
  });
});
