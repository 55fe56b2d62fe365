import fc from 'fast-check';
import { v5 } from 'uuid';
import { expect, test } from 'vitest';
import { contentId } from './report.ts';

test('a content id is a UUIDv5 in the namespace of its job', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uint8Array({ maxLength: 300 }), (jobId, body) => {
      expect(contentId(jobId, body)).toBe(v5(body, jobId));
    }),
  );
});
