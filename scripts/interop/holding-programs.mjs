// @ts-check
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Does not return until its caller has ended. */
const HOLD = '#!/bin/sh\nexec tail --pid=$PPID -f /dev/null\n';

/**
 * A folder for the PATH of an extractor, with a program of this name that never returns: a job that calls it stays
 * running until the extractor is killed.
 * @param {string} name
 * @returns {Promise<{ folder: string, remove: () => Promise<void> }>}
 */
export async function holdingPrograms(name) {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-interop-hold-'));
  const program = join(folder, name);
  await writeFile(program, HOLD);
  await chmod(program, 0o755);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
