import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Route } from './route.ts';
import { routeTable } from './route-table.ts';
import { contracts, routes } from './routes.ts';

const all = Object.entries<Route>(routes);

test('every contract has a line in the route table, and every line a contract', () => {
  expect(Object.keys(contracts).toSorted()).toEqual(Object.keys(routeTable).toSorted());
});

test('no two routes share a method and a path', () => {
  const lines = all.map(([, route]) => `${route.method} ${route.path.replaceAll(/:[a-z_]+/g, ':')}`);
  expect(new Set(lines).size).toBe(lines.length);
});

test('the parameters of a route are those in its path', () => {
  for (const [name, route] of all) {
    const named = [...route.path.matchAll(/:([a-z_]+)/g)].map(([, parameter = '']) => parameter).toSorted();
    const shape = (route.params as { shape?: object } | undefined)?.shape ?? {};
    expect(Object.keys(shape).toSorted(), name).toEqual(named);
  }
});

test('only status routes, the SDK, signing in and out, and ways to an account or a password are open', () => {
  const open = all.filter(([, route]) => route.access === 'open').map(([name]) => name);
  expect(open.toSorted()).toEqual([
    'acceptInvitation',
    'downloadSdk',
    'register',
    'requestPasswordReset',
    'resetPassword',
    'showHealth',
    'showInvitation',
    'showPasswordReset',
    'showReadiness',
    'showSignInOptions',
    'showStatus',
    'showVersion',
    'signIn',
    'signOut',
    'startOidcSignIn',
  ]);
});

test('only a claim and the stream of an operation are long polls', () => {
  const waiting = all.filter(([, route]) => route.longPoll).map(([name]) => name);
  expect(waiting).toEqual(['streamOperation', 'claimJob']);
});

test("a job's credential cannot delete, or list or see other jobs", () => {
  const forJobs = all.filter(([, route]) => route.access === 'job').map(([name]) => name);
  const tooMuch =
    /^(delete|list(Datasets|Files|Jobs|Collections|Extractors)$|cancel|resubmit|claim|.*Quarantine)/;
  expect(forJobs.length).toBeGreaterThan(0);
  expect(forJobs.filter((name) => tooMuch.test(name))).toEqual([]);
});

test('a JSON route has a schema for its answer, unless it is 204', () => {
  for (const [name, route] of all)
    expect(route.answerKind !== 'json' || route.status === 204 || route.answer !== undefined, name).toBe(
      true,
    );
});

test('answers are written as they are: their schemas have no codecs and no transforms', () => {
  const found = new Set<string>();
  for (const [, { answer, answerKind }] of all)
    if (answer && answerKind === 'json')
      z.toJSONSchema(answer, {
        unrepresentable: 'any',
        override: ({ zodSchema }) => void found.add(zodSchema._zod.def.type),
      });
  expect([...found]).toEqual(expect.arrayContaining(['object', 'string']));
  expect([...found].filter((type) => ['pipe', 'transform', 'catch'].includes(type))).toEqual([]);
});
