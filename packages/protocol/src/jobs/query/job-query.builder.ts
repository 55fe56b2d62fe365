import { JOB_FLAGS, JOB_STATES, type JobQuery, type JobTerm, TRIGGERS } from '@pawprint/core';
import fc from 'fast-check';

const someText = fc.string({ minLength: 1, unit: 'binary' }).filter((value) => value.trim() !== '');
const values = fc.array(someText, { minLength: 1, maxLength: 3 });
const comparison = fc.constantFrom('>', '>=', '<', '<=', '=' as const);

/** Any term of a query. */
export const aTerm: fc.Arbitrary<JobTerm> = fc.oneof(
  fc.record({ key: fc.constant('state' as const), values: fc.subarray([...JOB_STATES], { minLength: 1 }) }),
  fc.record({ key: fc.constant('flag' as const), values: fc.subarray([...JOB_FLAGS], { minLength: 1 }) }),
  fc.record({ key: fc.constant('trigger' as const), values: fc.subarray([...TRIGGERS], { minLength: 1 }) }),
  fc.record({
    key: fc.constantFrom('extractor', 'dataset', 'by', 'failure', 'error', 'text' as const),
    values,
  }),
  fc.record({
    key: fc.constantFrom('since', 'until' as const),
    time: fc.oneof(
      fc.record({ agoMs: fc.nat(10 ** 9) }),
      fc.record({ at: fc.nat(4_000_000_000).map((seconds) => seconds * 1_000) }),
    ),
  }),
  fc.record({ key: fc.constant('elapsed' as const), compare: comparison, ms: fc.nat(10 ** 9) }),
  fc.record({ key: fc.constant('attempts' as const), compare: comparison, count: fc.nat(999_999) }),
);

/** Any query that can be written. */
export const aQuery: fc.Arbitrary<JobQuery> = fc.letrec<{ query: JobQuery }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    aTerm,
    fc.record({ not: tie('query') }),
    fc.record({ all: fc.array(tie('query'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('query'), { minLength: 2, maxLength: 3 }) }),
  ),
})).query;
