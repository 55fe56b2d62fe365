import { reasonOf } from '@pawprint/core';
import { JobReason } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { reasonToWire } from './reason.ts';

test('facts have names in snake case, and instants are times', () => {
  const reason = reasonToWire(
    reasonOf('extractor_disabled', {
      extractor: 'word-count',
      by: null,
      disabledAt: Date.UTC(2026, 10, 24),
      disabledMs: 1_000,
    }),
  );
  expect(JobReason.parse(reason).facts).toEqual({
    extractor: 'word-count',
    by: null,
    disabled_at: '2026-11-24T00:00:00.000Z',
    disabled_ms: 1_000,
  });
});
