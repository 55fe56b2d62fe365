import { expect, test } from 'vitest';
import { linkToBytes } from './link-download.ts';

const linkFrom = (store: string | null, host: string): Promise<string | undefined> => {
  const blobs = store === null ? {} : { link: async () => store };
  return linkToBytes(
    { blobs, now: () => 0, publicUrl: 'https://pawprint.example.org' },
    { blobKey: 'key', name: 'a.txt', mime: 'text/plain' },
    { raw: { method: 'GET', headers: {}, hostname: host }, query: { disposition: 'attachment' } },
    'whole',
  );
};

test.for([
  ['https://s3.example.org/b/key?X-Amz-Signature=1', 'pawprint.example.org', true],
  ['https://s3.example.org/b/key?X-Amz-Signature=1', 's3.example.org', false],
  ['http://pawprint.example.org:9000/b/key?X-Amz-Signature=1', '10.0.0.11', false],
  [null, 'pawprint.example.org', false],
] as const)('of a store that signs %s, a request to %s gets a link: %s', async ([store, host, isLinked]) => {
  expect(await linkFrom(store, host)).toBe(isLinked ? store : undefined);
});
