import {
  copyStartedDataDir,
  removeDataDir,
  type ServerProcess,
  type ServerProcessOptions,
  startServerProcess,
} from '@pawprint/testing';
import { afterAll, beforeAll } from 'vitest';

/**
 * Starts one server for the tests of the file that calls this, on an empty instance. Returns a function that gives the server in a test or hook.
 *
 * @param options asked for when it starts, after the hooks that stand before it
 */
export const useServer = (options: () => ServerProcessOptions = () => ({})): (() => ServerProcess) => {
  let server: ServerProcess | undefined;
  beforeAll(async () => {
    server = await startServerProcess({ dataDir: await copyStartedDataDir(), ...options() });
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
