import { type Client, createClient, Me } from '@pawprint/protocol';
import type { DemoOptions } from './options.ts';

export interface Connection {
  readonly client: Client;
  readonly key: string;
  readonly me: Me;
  /** Deletes the key, where it was made for this run. */
  readonly close: () => Promise<void>;
}

/**
 * A client with an API key: the one that is given, or one that is made for this run, for extractors cannot sign in with a
 * password. Rejects with an `ApiError` where the server refuses.
 */
export const connect = async ({ url, credentials }: DemoOptions): Promise<Connection> => {
  if (credentials.kind === 'key') return connectWith(url, credentials.key, async () => undefined);
  const session = await signIn(url, credentials.email, credentials.password);
  const { id, key } = await session.post('api-key/create', { name: 'npm run demo' });
  const deleteKey = async (): Promise<void> => {
    await session.post('api-key/delete', { keyId: id });
  };
  try {
    return await connectWith(url, String(key), deleteKey);
  } catch (error) {
    await deleteKey();
    throw error;
  }
};

const connectWith = async (url: string, key: string, close: Connection['close']): Promise<Connection> => {
  const client = createClient({ baseUrl: url, key });
  const me = Me.parse(await client.call('showMe', {}));
  return { client, key, me, close };
};

/** The key is deleted before the program ends, so a server that does not answer must not keep it from ending. */
const ANSWER_LIMIT_MS = 10_000;

interface Session {
  readonly post: (path: string, body: object) => Promise<Record<string, unknown>>;
}

const signIn = async (url: string, email: string, password: string): Promise<Session> => {
  const response = await createClient({ baseUrl: url }).fetch('signIn', { body: { email, password } });
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return {
    async post(path, body) {
      const headers = { 'content-type': 'application/json', cookie, origin: url };
      const answer = await fetch(`${url}/api/auth/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Record<string, unknown>;
    },
  };
};
