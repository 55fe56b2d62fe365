import fc from 'fast-check';
import { v5 } from 'uuid';
import { expect, test } from 'vitest';
import { contentId } from './report.ts';

test('it is a UUIDv5 in the namespace of the job', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uint8Array({ maxLength: 300 }), (jobId, body) => {
      expect(contentId(jobId, body)).toBe(v5(body, jobId));
    }),
  );
});
