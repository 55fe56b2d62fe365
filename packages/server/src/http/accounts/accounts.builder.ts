import type { TestServer } from '@pawprint/testing';
import { addApiKey } from '../../access/keys.ts';
import { setPassword } from '../../access/password.ts';

/** Without a session or a key. */
export const post = (
  server: TestServer,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

export const PASSWORD = 'the right one';

/** An account with a password and a key, `key-of-<id>`. */
export const addAccount = async ({ db }: TestServer, id: string, role = 'user'): Promise<void> => {
  await db
    .insertInto('users')
    .values({ id, name: id, email: `${id}@example.org`, role })
    .execute();
  await setPassword(db, id, PASSWORD);
  await addApiKey(db, id, 'test', `key-of-${id}`);
};

/** The cookie of a new session; null if the sign-in is refused. */
export const signIn = async (server: TestServer, id: string, password = PASSWORD): Promise<string | null> => {
  const response = await post(server, '/api/auth/sign-in/email', { email: `${id}@example.org`, password });
  return response.ok
    ? response.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ')
    : null;
};

export const statusOf = async (server: TestServer, headers: HeadersInit): Promise<number> =>
  (await fetch(`${server.url}/api/me`, { headers })).status;

/** What was recorded of an act, oldest first. */
export const actsOf = ({ db }: TestServer, act: string) =>
  db
    .selectFrom('audit_log')
    .select(['user_id', 'user_name', 'subject', 'subject_name', 'address', 'details'])
    .where('act', '=', act)
    .orderBy('seq')
    .execute();

export const errorOf = async (response: Response): Promise<unknown[]> => {
  const { error } = await response.json();
  return [response.status, error.code, error.message];
};
