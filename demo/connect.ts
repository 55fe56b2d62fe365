import { type Client, createClient, Me, NewApiKey } from '@pawprint/protocol';
import type { DemoOptions } from './options.ts';

export interface Connection {
  readonly client: Client;
  readonly key: string;
  readonly me: Me;
  /** Revokes the key, where it was made for this run. */
  readonly close: () => Promise<void>;
}

/**
 * A client with an API key: the one that is given, or one that is made for this run, for extractors cannot sign in with a
 * password. Rejects with an `ApiError` where the server refuses.
 */
export const connect = async ({ url, credentials }: DemoOptions): Promise<Connection> => {
  if (credentials.kind === 'key') return connectWith(url, credentials.key, async () => undefined);
  const session = await signIn(url, credentials.email, credentials.password);
  const { id, key } = NewApiKey.parse(await session('POST', '/api/keys', { name: nameOfRun() }));
  const revokeKey = async (): Promise<void> => {
    await session('DELETE', `/api/keys/${id}`);
  };
  try {
    return await connectWith(url, key, revokeKey);
  } catch (error) {
    await revokeKey();
    throw error;
  }
};

/** A person's keys have different names, and a run that was killed has left its key. */
const nameOfRun = (): string => `npm run demo ${new Date().toISOString()}`;

const connectWith = async (url: string, key: string, close: Connection['close']): Promise<Connection> => {
  const client = createClient({ baseUrl: url, key });
  const me = Me.parse(await client.call('showMe', {}));
  return { client, key, me, close };
};

/** The key is revoked before the program ends, so a server that does not answer must not keep it from ending. */
const ANSWER_LIMIT_MS = 10_000;

type Session = (method: 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>;

const signIn = async (url: string, email: string, password: string): Promise<Session> => {
  const response = await createClient({ baseUrl: url }).fetch('signIn', { body: { email, password } });
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: { cookie, origin: url, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
};
