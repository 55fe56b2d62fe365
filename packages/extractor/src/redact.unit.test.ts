import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from './instance-log.ts';

test('keys and passwords in addresses are removed, and the rest is kept', () => {
  const redact = createRedactor(undefined);
  expect(redact('401 for http://h/api/files/f1?a=1&key=abc.def: no')).toBe(
    '401 for http://h/api/files/f1?a=1&key=*** no',
  );
  expect(redact('connect amqp://ada:secret@broker:5672/%2f failed')).toBe(
    'connect amqp://***@broker:5672/%2f failed',
  );
  expect(redact('{"api_key": "abc"} Authorization: Bearer abcdef')).toBe(
    '{"api_key": "***"} Authorization: Bearer ***',
  );
  expect(redact('monkey=banana at 10:30, a@b.c')).toBe('monkey=banana at 10:30, a@b.c');
});

test("the job's credential is removed from every text", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.uuid(), (before, after, secret) => {
      expect(createRedactor(secret)(before + secret + after)).not.toContain(secret);
    }),
  );
});
