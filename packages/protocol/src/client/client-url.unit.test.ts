import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routes } from '../http/routes.ts';
import { routeUrl } from './client.ts';

test('path parameters are escaped', () => {
  expect(routeUrl(routes.showJob, { params: { id: '../files/1?x=#' } })).toBe(
    '/api/jobs/..%2Ffiles%2F1%3Fx%3D%23',
  );
});

test('a query has one entry per list item and none for undefined', () => {
  const url = routeUrl(routes.listJobs, { query: { state: ['QUEUED', 'RUNNING'], q: undefined, limit: 3 } });
  expect(url).toBe('/api/jobs?state=QUEUED&state=RUNNING&limit=3');
});

test('every query value is read back unchanged', () => {
  fc.assert(
    fc.property(fc.string(), (q) => {
      const url = new URL(routeUrl(routes.listJobs, { query: { q } }), 'http://localhost');
      expect(url.searchParams.get('q')).toBe(q.toWellFormed());
    }),
  );
});
