import type { TestProject } from 'vitest/node';
import { newDataDir, removeDataDir, startServerProcess } from './server-process.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The data directory of a server that has started once: `copyStartedDataDir` copies it. */
    startedDataDir: string;
  }
}

/** A first start makes a cluster of PostgreSQL and migrates it. Copied, that is done once for all tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await newDataDir();
  const server = await startServerProcess({ dataDir });
  await server.stop();
  project.provide('startedDataDir', dataDir);
  return () => removeDataDir(dataDir);
}
