import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExtractorMessage } from './extractor-message.ts';

/** As Clowder v1 sends it for an upload. */
const fromClowder = {
  notifies: [],
  msgid: '5fc8f00000000000000000aa',
  id: 'f1',
  jobid: '5fc8f00000000000000000ab',
  intermediateId: 'f1',
  fileSize: '32',
  host: 'http://clowder.test:9000/',
  datasetId: 'd1',
  flags: '',
  secretKey: 'secret',
  routing_key: 'clowder.file.text.plain',
  filename: 'a.txt',
  source: { id: { resourceType: "'file", id: 'f1' }, mimeType: 'text/plain', extra: { filename: 'a.txt' } },
  activity: 'created',
  target: '{}',
};

test("Clowder v1's message is read: sizes as numbers, types without their apostrophe, no target", () => {
  const message = ExtractorMessage.parse(fromClowder);
  expect(message).toMatchObject({
    id: 'f1',
    host: 'http://clowder.test:9000',
    fileSize: 32,
    retry_count: 0,
    source: { id: { resourceType: 'file', id: 'f1' }, mimeType: 'text/plain' },
  });
  expect(message.target).toBeUndefined();
  expect(message['activity']).toBe('created');
});

test('parameters are read from an object or its JSON text', () => {
  const read = (parameters: unknown) => ExtractorMessage.parse({ ...fromClowder, parameters }).parameters;
  expect(read({ x: 1 })).toEqual({ x: 1 });
  expect(read('{"x": 1}')).toEqual({ x: 1 });
  for (const odd of ['{', '[1]', 7, null]) expect(read(odd)).toBeUndefined();
});

test('only the id and the address are required', () => {
  expect(ExtractorMessage.safeParse({ id: 'f1', host: 'http://h' }).success).toBe(true);
  for (const { id, host } of [
    { id: undefined, host: 'http://h' },
    { id: '', host: 'http://h' },
    { id: 'f1', host: undefined },
    { id: 'f1', host: '' },
    { id: 'f1', host: 'ftp://h' },
    { id: 'f1', host: 'not an address' },
  ])
    expect(ExtractorMessage.safeParse({ id, host }).success).toBe(false);
});

test('wrong values in other fields do not make a message unusable', () => {
  const fields = Object.keys(ExtractorMessage.shape).filter((name) => name !== 'id' && name !== 'host');
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...fields), fc.anything()), (others) => {
      expect(ExtractorMessage.safeParse({ ...others, id: 'f1', host: 'http://h' }).error).toBeUndefined();
    }),
  );
});

test('reading a message never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(typeof ExtractorMessage.safeParse(value).success).toBe('boolean');
    }),
  );
});
