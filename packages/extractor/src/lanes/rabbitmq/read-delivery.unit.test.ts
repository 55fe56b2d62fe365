import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clowderMessage } from './message.builder.ts';
import { readContent } from './receive-messages.ts';

const problemOf = (value: unknown) => readContent(Buffer.from(JSON.stringify(value)));

test('a problem is named without quoting the message', () => {
  expect(readContent(Buffer.from('{"secretKey": "s3cret"'))).toEqual({ problem: 'it is no JSON object' });
  expect(problemOf([1])).toEqual({ problem: 'it is no JSON object' });
  expect(problemOf(clowderMessage({ host: 'nowhere?key=s3cret', id: undefined }))).toEqual({
    problem: 'it has no usable id and no usable host',
  });
});

test('reading never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(readContent(Buffer.from(bytes))).toHaveProperty('problem');
    }),
  );
});
