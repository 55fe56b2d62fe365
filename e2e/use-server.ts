import {
  removeDataDir,
  type ServerProcess,
  type ServerProcessOptions,
  startServerProcess,
} from '@pawprint/testing';
import { afterAll, beforeAll } from 'vitest';

/**
 * One server for the file that calls this, for as long as its tests run. Answers how to get at it in a test or hook.
 *
 * @param options asked for when it starts, after the hooks that stand before it
 */
export const useServer = (options: () => ServerProcessOptions = () => ({})): (() => ServerProcess) => {
  let server: ServerProcess | undefined;
  beforeAll(async () => {
    server = await startServerProcess(options());
  });
  afterAll(async () => {
    await server?.stop();
    if (server) await removeDataDir(server.dataDir);
  });
  return () => {
    if (!server) throw new Error('The server starts before the first test, not while the file is read.');
    return server;
  };
};
