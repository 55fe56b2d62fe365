import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { type Environment, resolveConfig, startServer } from '@pawprint/server';
import { ADMIN } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestServer {
  readonly url: string;
  /** Sends the administrator's key. */
  readonly client: Client;
  readonly adminKey: string;
  readonly db: TestDatabase['db'];
  /** Stops the server; deletes its database and its files. */
  stop(): Promise<void>;
}

const SETTINGS: Environment = {
  PAWPRINT_PORT: '0',
  PAWPRINT_ADMIN_EMAIL: ADMIN.email,
  PAWPRINT_ADMIN_PASSWORD: ADMIN.password,
  PAWPRINT_ADMIN_KEY: ADMIN.key,
  PAWPRINT_SAMPLE_EXTRACTORS: 'off',
};

/** A whole server in this process, on a database of its own. `env` is laid over what tests usually want. */
export const startTestServer = async (env: Environment = {}): Promise<TestServer> => {
  const database = await createTestDatabase();
  const folder = await temporaryFolder('closed');
  const remove = async (): Promise<void> => {
    await database.drop();
    await folder.remove();
  };
  const settings = { ...SETTINGS, PAWPRINT_DATA_DIR: folder.path, DATABASE_URL: database.url, ...env };
  const config = resolveConfig(settings);
  if (!config.ok) throw new Error(`wrongly configured: ${JSON.stringify(config.problems)}`);
  const server = await startServer(config.config).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    url: server.url,
    client: createClient({ baseUrl: server.url, key: ADMIN.key, parseAnswer }),
    adminKey: ADMIN.key,
    db: database.db,
    stop: async () => {
      await server.stop();
      await remove();
    },
  };
};
