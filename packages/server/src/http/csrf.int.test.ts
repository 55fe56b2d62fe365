import { type Route, type RouteName, routes } from '@pawprint/protocol';
import { ADMIN, createDatasetWith, startTestServer, type TestServer } from '@pawprint/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
/** Of the administrator, whom a page of another site sends requests for. */
let cookie = '';
let ids: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  server = await startTestServer();
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: ADMIN.email, password: ADMIN.password }),
  });
  cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const { datasetId, fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  ids = { dataset: datasetId, file: fileIds[0] ?? '' };
  // Makes what the first reader of all makes: the name of this instance for its broker.
  for (const [, { path }] of reading)
    await (await fetch(urlOf(path), { headers: { cookie } })).body?.cancel();
});
afterAll(() => server.stop());

const all = Object.entries(routes) as [RouteName, Route][];
const changing = all.filter(([, { method }]) => method !== 'GET');
const reading = all.filter(([, { method, answerKind }]) => method === 'GET' && answerKind !== 'stream');

/** Changing routes of better-auth that are offered beside the route table. */
const AUTH_ROUTES = [
  'revoke-session',
  'revoke-other-sessions',
  'change-password',
  'unlink-account',
  'update-user',
].map((name) => [name, { method: 'POST', path: `/api/auth/${name}` }] as const);

const urlOf = (path: string): string =>
  server.url +
  path
    .replace(/\/files\/:\w+/, `/files/${ids['file']}`)
    .replace(/\/datasets\/:\w+/, `/datasets/${ids['dataset']}`)
    .replaceAll(/:\w+/g, ids['dataset'] ?? '');

/** What a browser sends for a page of another site. Where it hides the page's address, `Origin` is `null`. */
const ORIGINS: readonly Record<string, string>[] = [
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.example' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
];

/** The bodies that forms can send to any site, and the one that needs leave. */
const BODIES: readonly (readonly [type: string, body: string])[] = [
  ['text/plain', '{"name":"x"}'],
  ['application/x-www-form-urlencoded', 'name=x'],
  [
    'multipart/form-data; boundary=x',
    '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nx\r\n--x--\r\n',
  ],
  ['application/json', '{"name":"x"}'],
];

/** Acts of reading that the audit log records. */
const READING_ACTS = ['settings.see', 'audit.export'];

/** Everything that is stored, by table. The server itself notes that it is up; downloads are counted. */
const readDatabase = async (): Promise<ReadonlyMap<string, unknown>> => {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'server_runs'`.execute(
    server.db,
  );
  const contents = await Promise.all(
    rows.map(async ({ name }) => {
      const row = sql`(to_jsonb(t) - 'downloads')::text`;
      const found = await sql<{ digest: string | null }>`
        select md5(string_agg(${row}, ',' order by ${row})) as digest from ${sql.table(name)} t
        where coalesce(to_jsonb(t) ->> 'act', '') <> all(${READING_ACTS}::text[])`.execute(server.db);
      return [name, found.rows[0]?.digest] as const;
    }),
  );
  return new Map(contents);
};

test('a page of another site changes nothing with the cookie of its visitor', async () => {
  const before = await readDatabase();
  let cells = 0;
  for (const [name, { method, path }] of [...changing, ...AUTH_ROUTES])
    for (const origin of ORIGINS)
      for (const [type, body] of BODIES) {
        const headers = { ...origin, cookie, 'content-type': type };
        const response = await fetch(urlOf(path), { method, headers, body });
        expect([name, origin, type, response.status]).toEqual([name, origin, type, 403]);
        expect(await response.text()).toContain('This request came from a page of another origin.');
        cells += 1;
      }
  console.log(
    `${cells} requests: ${changing.length + AUTH_ROUTES.length} routes, ${ORIGINS.length} origins, ${BODIES.length} types`,
  );
  expect(await readDatabase()).toEqual(before);
});

test('reading changes nothing, whatever page asks', async () => {
  const before = await readDatabase();
  for (const [, { path }] of reading)
    for (const method of ['GET', 'HEAD'])
      await fetch(urlOf(path), { method, headers: { ...ORIGINS[0], cookie }, redirect: 'manual' }).then(
        (response) => response.body?.cancel(),
      );
  expect(await readDatabase()).toEqual(before);
});

test('no answer lets another origin read it', async () => {
  for (const [name, { path }] of reading) {
    const { headers, body } = await fetch(urlOf(path), {
      headers: { ...ORIGINS[0], cookie },
      redirect: 'manual',
    });
    await body?.cancel();
    expect([name, headers.get('access-control-allow-origin')]).toEqual([name, null]);
  }
});
