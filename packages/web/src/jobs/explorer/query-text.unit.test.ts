import { expect, test } from 'vitest';
import { bothQueries, endsInPast, isLasting, lastingQuery, withTerm } from './query-text.ts';

test('a term is set in the text, and all else stays', () => {
  const failed = { key: 'state', values: ['FAILED'] } as const;
  expect(withTerm('since:7d timeout', 'state', failed)).toBe('since:7d timeout state:failed');
  expect(withTerm('(a OR b) state:done', 'state', failed)).toBe('(a OR b) state:failed');
  expect(withTerm('state:done', 'state', undefined)).toBe('');
  expect(withTerm('state:', 'state', failed)).toBe('state:');
});

test('two queries have to be true together', () => {
  expect(bothQueries('', 'job:j1')).toBe('job:j1');
  expect(bothQueries('a OR b', 'job:j1')).toBe('(a OR b) job:j1');
});

test('jobs until a time of the past cannot become more', () => {
  const now = Date.parse('2026-11-20T12:00Z');
  expect(endsInPast('state:failed until:2026-11-20T11:00Z', now)).toBe(true);
  expect(endsInPast('until:1h', now)).toBe(true);
  expect(endsInPast('until:2026-11-20T13:00Z', now)).toBe(false);
  expect(endsInPast('since:7d', now)).toBe(false);
  expect(endsInPast('until:1h OR state:failed', now)).toBe(false);
});

test('what can change of a job is left out', () => {
  expect(lastingQuery('state:running since:7d extractor:rig.*')).toBe('since:7d extractor:rig.*');
  expect(lastingQuery('extractor:a (dataset:d OR timeout) NOT state:done')).toBe('extractor:a');
  expect(lastingQuery('extractor:a OR dataset:d')).toBe('(extractor:a OR dataset:d)');
  expect(lastingQuery('timeout')).toBe('');
  expect(isLasting('extractor:a since:7d')).toBe(true);
  expect(isLasting('extractor:a OR state:failed')).toBe(false);
});
