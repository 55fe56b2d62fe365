// @ts-check
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../steps/run-step.mjs';

const run = promisify(execFile);

/**
 * @typedef {object} PulledRun
 * @property {number} code the exit code
 * @property {string} output
 * @property {readonly string[]} outputs what the extractor would have sent
 */

/**
 * Takes a job home by `pawprint job pull`, and runs the extractor's script on it without a server.
 * @param {import('./pyclowder.mjs').Pyclowder} pyclowder
 * @param {import('@pawprint/protocol').Client} client
 * @param {string} id of the job
 * @param {string} script
 * @returns {Promise<PulledRun>}
 */
export async function runPulledJob({ python, samples }, { options }, id, script) {
  const place = await mkdtemp(join(tmpdir(), 'pawprint-interop-'));
  const folder = join(place, 'job');
  try {
    const server = ['--url', options.baseUrl, '--key', options.key ?? ''];
    await run(process.execPath, [
      `${ROOT}packages/cli/bin/pawprint.mjs`,
      'job',
      'pull',
      id,
      folder,
      ...server,
    ]);
    const args = [join(folder, 'run_pyclowder.py'), script.replace('SAMPLES/', `${samples}/`)];
    const { code, output } = await run(python, args).then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
    );
    return { code, output, outputs: await readOutputs(join(folder, 'outputs')) };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function readOutputs(folder) {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}
