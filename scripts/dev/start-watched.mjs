// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from '../steps/run-step.mjs';

const TSX = `${ROOT}node_modules/tsx/dist/cli.mjs`;
const END_WITH_PARENT = new URL('end-with-parent.mjs', import.meta.url).href;

/**
 * @typedef {object} WatchedProgram
 * @property {Promise<void>} exited
 * @property {(pattern: RegExp) => Promise<void>} waitFor a line of its output
 * @property {() => Promise<void>} stop asks it to end, and resolves when it has
 * @property {() => void} kill ends it and all that it started
 */

/**
 * Runs a TypeScript program, with the workspace packages taken from their sources, and starts it again whenever one of
 * the files it imports changes. Its output becomes ours. It ends when we do, also when we are killed.
 * @param {string} program below the project's root
 * @param {NodeJS.ProcessEnv} env
 * @returns {WatchedProgram}
 */
export function startWatched(program, env) {
  const args = ['watch', '--clear-screen=false', '--conditions=pawprint-source', `${ROOT}${program}`];
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, TSX, ...args], {
    env,
    // In a process group of its own: Ctrl-C would reach it twice, from the terminal and from us, and the server takes a
    // second signal as an order to stop at once.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('The outputs of a watched program are pipes');
  const lines = createInterface({ input: stdout });
  lines.on('line', (line) => process.stdout.write(`${line}\n`));
  stderr.pipe(process.stderr, { end: false });
  /** @type {Promise<void>} */
  const exited = new Promise((resolve) => child.once('exit', () => resolve()));
  return {
    exited,
    waitFor: (pattern) =>
      new Promise((resolve) => {
        lines.on('line', (line) => pattern.test(line) && resolve());
      }),
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
    kill() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
  };
}
