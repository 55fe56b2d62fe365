// @ts-check
import { chmod, mkdtemp, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tells that it was called, and then holds its caller until that is gone. */
const HOLD = '#!/bin/sh\n: > "$(dirname "$0")/held"\nexec tail --pid=$PPID -f /dev/null\n';

/**
 * A folder for the PATH of an extractor that is to be caught in the middle of a job: in it a program of this name
 * that never gives an answer.
 * @param {string} name
 * @returns {Promise<{ folder: string, held: Promise<void>, remove: () => Promise<void> }>}
 */
export async function holdingPrograms(name) {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-interop-hold-'));
  const program = join(folder, name);
  await writeFile(program, HOLD);
  await chmod(program, 0o755);
  const watching = new AbortController();
  const remove = () => {
    watching.abort();
    return rm(folder, { recursive: true, force: true });
  };
  return { folder, held: firstCall(folder, watching.signal), remove };
}

/**
 * @param {string} folder
 * @param {AbortSignal} signal ends the wait
 */
async function firstCall(folder, signal) {
  try {
    for await (const { filename } of watch(folder, { signal })) if (filename === 'held') return;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
