import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type {} from './data-dir-global-setup.ts';
import { newDataDir } from './server-process.ts';

/** A new data directory of a server that has started once, and on which nothing was done. */
export const copyStartedDataDir = async (): Promise<string> => {
  const dataDir = await newDataDir();
  // It keeps the owner of each file, which PostgreSQL asks for.
  await promisify(execFile)('cp', ['-a', `${inject('startedDataDir')}/.`, dataDir]);
  return dataDir;
};
