import { expect, test } from 'vitest';
import { leaseTimeOf } from './leased-attempt.ts';

const claimedAt = '2001-01-01T00:00:00.000Z';

test('the length of a lease does not depend on the local clock', () => {
  expect(leaseTimeOf({ last_event_at: claimedAt }, { expires_at: '2001-01-01T00:01:00.000Z' })).toBe(60_000);
});

test('a lease with an impossible length is renewed often', () => {
  expect(leaseTimeOf({ last_event_at: claimedAt }, { expires_at: '2000-01-01T00:00:00.000Z' })).toBe(3_000);
  expect(leaseTimeOf({ last_event_at: 'yesterday' }, { expires_at: claimedAt })).toBe(3_000);
});
