import { expect, test } from 'vitest';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

const all = Object.entries(routes as Record<string, Route>);

test('no two routes share a method and a path', () => {
  const lines = all.map(([, route]) => `${route.method} ${route.path.replaceAll(/:[a-z_]+/g, ':')}`);
  expect(new Set(lines).size).toBe(lines.length);
});

test('a route checks exactly the parameters that its path names', () => {
  for (const [name, route] of all) {
    const named = [...route.path.matchAll(/:([a-z_]+)/g)].map(([, parameter]) => parameter).toSorted();
    const shape = (route.params as { shape?: object } | undefined)?.shape ?? {};
    expect(Object.keys(shape).toSorted(), name).toEqual(named);
  }
});

test('only health, readiness, version, status and signing in and out are open', () => {
  const open = all.filter(([, route]) => route.access === 'open').map(([name]) => name);
  expect(open.toSorted()).toEqual([
    'showHealth',
    'showReadiness',
    'showStatus',
    'showVersion',
    'signIn',
    'signOut',
  ]);
});

test('a JSON route says what it answers, unless it answers nothing', () => {
  for (const [name, route] of all)
    expect(route.answerKind !== 'json' || route.status === 204 || route.answer !== undefined, name).toBe(
      true,
    );
});
