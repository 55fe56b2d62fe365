// @ts-check
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Holds its caller until that is gone. */
const HOLD = '#!/bin/sh\nexec tail --pid=$PPID -f /dev/null\n';

/**
 * A folder for the PATH of an extractor that is to be caught in the middle of a job: in it a program of this name
 * that never gives an answer.
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
